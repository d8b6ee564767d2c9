/** Words of the area billing. */
export const billing = {
  title: '',
};
