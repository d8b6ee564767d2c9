import type { billing as en } from '../en/billing';
import type { Words } from '../words';

export const billing: Words<typeof en> = {
  title: '',
};
