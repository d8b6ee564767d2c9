/** Words of the area ledger. */
export const ledger = {
  title: '',
};
