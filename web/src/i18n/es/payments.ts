import type { payments as en } from '../en/payments';
import type { Words } from '../words';

export const payments: Words<typeof en> = {
  title: '',
};
