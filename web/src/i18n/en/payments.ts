/** Words of the area payments. */
export const payments = {
  title: '',
};
