import type { reports as en } from '../en/reports';
import type { Words } from '../words';

export const reports: Words<typeof en> = {
  title: '',
};
