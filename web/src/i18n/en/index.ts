import { billing } from './billing';
import { clients } from './clients';
import { imports } from './imports';
import { ledger } from './ledger';
import { payments } from './payments';
import { people } from './people';
import { reports } from './reports';
import { shell } from './shell';
import { ui } from './ui';

/** Everything on screen in this language, by namespace. */
export const words = { billing, clients, imports, ledger, payments, people, reports, shell, ui };
