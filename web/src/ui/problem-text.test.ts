// @vitest-environment jsdom
import { beforeAll, describe, expect, it } from 'vitest';
import { messageAtField, OfflineError, ProblemError, problemOf } from '@/api/problem';
import { say, setLanguage } from '@/i18n';
import { words as english } from '@/i18n/en';
import { problems } from '@/i18n/es/problems';
import { messageOf, reason } from './problem-text';

const locked = new ProblemError({
  status: 409,
  code: 'period-locked',
  detail: '2026-02-14 lies in a period that is locked (hard)',
  field: 'effective_on',
  request_id: 'r-1',
});
const proxied = () => problemOf(new Response('<html>', { status: 502, statusText: 'Bad Gateway' }));
const newer = new ProblemError({
  status: 409,
  code: 'not-known-here-yet' as never,
  detail: 'the server is newer than this page',
});

describe('in English, the language of the API', () => {
  beforeAll(() => setLanguage('en'));

  it('says what the server said', async () => {
    expect(messageOf(locked, say)).toEqual({
      title: english.ui.problem.title,
      detail: '2026-02-14 lies in a period that is locked (hard).',
      requestId: 'r-1',
    });
    expect(messageAtField(locked)).toBe('2026-02-14 lies in a period that is locked (hard)');
    expect(messageOf(await proxied(), say)).toMatchObject({ detail: 'Bad Gateway.' });
    expect(messageOf(await proxied(), say).original).toBeUndefined();
  });
});

describe('in Spanish', () => {
  beforeAll(() => setLanguage('es'));

  it('says why a row or a job was refused, as far as it knows the code', () => {
    expect(reason('not-a-day', 'it is not a day in the form %d.%m.%Y')).toBe(problems['not-a-day']);
    expect(reason('not-known-here-yet', 'it is odd')).toBe('It is odd.');
    expect(reason(null, 'it is odd')).toBe('It is odd.');
  });

  it('says the sentence of the code, and then what the server said', () => {
    expect(messageOf(locked, say)).toEqual({
      title: 'No se pudo hacer',
      detail: problems['period-locked'],
      original: '2026-02-14 lies in a period that is locked (hard).',
      requestId: 'r-1',
    });
  });

  it('says at a field the sentence alone', () => {
    expect(messageAtField(locked)).toBe(problems['period-locked']);
  });

  it('has a sentence for an answer that is not of the API', async () => {
    expect(messageOf(await proxied(), say)).toMatchObject({
      detail: problems.http,
      original: 'Bad Gateway.',
    });
  });

  it('says what the server said where it does not know the code', () => {
    expect(messageOf(newer, say).detail).toBe('The server is newer than this page.');
    expect(messageOf(newer, say).original).toBeUndefined();
    expect(messageAtField(newer)).toBe('the server is newer than this page');
  });

  it('has its own words where no answer came', () => {
    expect(messageOf(new OfflineError(), say).original).toBeUndefined();
  });

  it('has sentences that are whole', () => {
    for (const [code, text] of Object.entries(problems))
      expect(text, code).toMatch(/^\p{Lu}.*\.$/u);
  });
});
