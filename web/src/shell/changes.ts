import type { Language } from '@/i18n';

/** What a user notices about a new version, newest first. */
export interface ChangeEntry {
  id: string;
  day: string;
  words: Record<Language, { title: string; detail: string }>;
}

export const CHANGES: readonly ChangeEntry[] = [
  {
    id: 'web',
    day: '2026-11-22',
    words: {
      en: {
        title: 'Rapport in the browser',
        detail:
          'Clients, receivables, the ledger and imports on screen. Ctrl K finds any client, document or action; ? shows every key.',
      },
      es: {
        title: 'Rapport en el navegador',
        detail:
          'Clientes, cuentas por cobrar, contabilidad e importaciones en pantalla. Ctrl K encuentra cualquier cliente, documento o acción; ? muestra todas las teclas.',
      },
    },
  },
];
