/** Words of the area reports. */
export const reports = {
  title: '',
};
