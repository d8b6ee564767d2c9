/** Words of the area people. */
export const people = {
  title: '',
};
