import type { ledger as en } from '../en/ledger';
import type { Words } from '../words';

export const ledger: Words<typeof en> = {
  title: '',
};
