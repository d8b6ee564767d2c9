import type { Area } from '@/shell/screens';
import { billing } from './billing/area';
import { clients } from './clients/area';
import { imports } from './imports/area';
import { ledger } from './ledger/area';
import { payments } from './payments/area';
import { people } from './people/area';
import { reports } from './reports/area';

/** Every area, in the order in which the navigation shows their screens. */
export const AREAS: readonly Area[] = [
  clients,
  reports,
  billing,
  payments,
  ledger,
  imports,
  people,
];
