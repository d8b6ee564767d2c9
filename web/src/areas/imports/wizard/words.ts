import type { Search } from '@/lib/search';

/** What the wizard keeps in the address: a reload in the middle goes on where it was. */
export const WIZARD_WORDS = [
  'step',
  'upload',
  'file',
  'bytes',
  'until',
  'kind',
  'profile',
  'fingerprint',
  'job',
] as const;

export const STEPS = ['file', 'profile', 'check', 'run'] as const;
export type Step = (typeof STEPS)[number];

/** In place of a profile's name: the text of one's own, or the columns matched on screen. */
export const OWN = '!own';
export const MAPPED = '!columns';

export interface WizardState {
  step: Step;
  upload: string | undefined;
  file: string;
  bytes: number;
  until: string | undefined;
  kind: string;
  profile: string | undefined;
  fingerprint: string | undefined;
  job: string | undefined;
}

/** The step that the address asks for, or the last one before it for which everything is known. */
export function stateOf(words: Search): WizardState {
  const { upload, file = '', until, kind = 'receivables', profile, fingerprint, job } = words;
  const asked = STEPS.find((step) => step === words.step) ?? 'file';
  const isKnown: Record<Step, boolean> = {
    file: true,
    profile: upload !== undefined,
    check: upload !== undefined && profile !== undefined,
    run: job !== undefined,
  };
  const reachable = STEPS.slice(0, STEPS.indexOf(asked) + 1).filter((step) => isKnown[step]);
  return {
    step: reachable.at(-1) ?? 'file',
    upload,
    file,
    bytes: Number(words.bytes ?? 0) || 0,
    until,
    kind,
    profile,
    fingerprint,
    job,
  };
}

const keyOf = (upload: string, profile: string) => `rapport.import.${profile}.${upload}`;

/** Texts too long for an address stay in this window's memory until it is closed. */
export const keptText = (upload: string, profile: string): string =>
  sessionStorage.getItem(keyOf(upload, profile)) ?? '';

export const keepText = (upload: string, profile: string, toml: string) =>
  sessionStorage.setItem(keyOf(upload, profile), toml);

/** What the API wants to know of the profile. */
export function profileOf(
  upload: string,
  profile: string,
): { profile: string } | { profile_toml: string } {
  return profile === OWN || profile === MAPPED
    ? { profile_toml: keptText(upload, profile) }
    : { profile };
}
