import { billing } from './billing';
import { clients } from './clients';
import { imports } from './imports';
import { ledger } from './ledger';
import { payments } from './payments';
import { people } from './people';
import { problems } from './problems';
import { reports } from './reports';
import { shell } from './shell';
import { ui } from './ui';

/** Everything on screen in this language, by namespace; the API itself says its problems in English. */
export const words = {
  billing,
  clients,
  imports,
  ledger,
  payments,
  people,
  problems,
  reports,
  shell,
  ui,
};
