import type { people as en } from '../en/people';
import type { Words } from '../words';

export const people: Words<typeof en> = {
  title: '',
};
