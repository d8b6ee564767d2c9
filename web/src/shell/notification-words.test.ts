// @vitest-environment jsdom
import { beforeAll, describe, expect, it } from 'vitest';
import type { Schema } from '@/api/schemas';
import { say, setLanguage } from '@/i18n';
import { sentenceOf, subjectOf } from './notification-words';

const locale = { locale: 'en-US', timeZone: 'UTC' };
const words = (key: Parameters<typeof say>[0], values?: Parameters<typeof say>[1]) =>
  say(key.includes(':') ? key : (`shell:${key}` as Parameters<typeof say>[0]), values);

const one = (
  kind: Schema<'NotificationKind'>,
  args: Record<string, unknown>,
): Schema<'Notification'> => ({
  id: 'n',
  kind,
  args: args as never,
  subject_kind: kind.split('.')[0] ?? '',
  subject_id: 's',
  created_at: '2026-03-31T00:00:00Z',
});

const said = (notification: Schema<'Notification'>) =>
  sentenceOf(notification, words as never, locale);

beforeAll(() => setLanguage('en'));

describe('a notification', () => {
  it('is said by its kind and facts', () => {
    expect(said(one('import.applied', { file_name: 'a.csv', rows: 1200 }))).toBe(
      'The import of a.csv is finished: 1,200 rows read.',
    );
    const facts = { by_name: 'Ana', client_name: 'Vale', amount: '12.50', currency: 'USD' };
    expect(said(one('write_off.proposed', facts))).toBe(
      'Ana asks to write off $12.50 of Vale. It waits for a decision.',
    );
    expect(said(one('write_off.decided', { ...facts, approved: false }))).toContain('rejected');
    expect(said(one('write_off.proposed', { ...facts, client_name: 'Vale Inc.' }))).toBe(
      'Ana asks to write off $12.50 of Vale Inc. It waits for a decision.',
    );
    expect(said(one('client.handed_over', { ...facts, count: 1 }))).toBe(
      'Ana handed Vale over to you.',
    );
    expect(said(one('client.handed_over', { ...facts, count: 7 }))).toContain('7 clients');
  });

  it('leads to its subject', () => {
    expect(subjectOf(one('import.undone', {}), 'me')).toEqual({ to: '/imports/s' });
    expect(subjectOf(one('client.handed_over', { count: 1 }), 'me')).toEqual({ to: '/clients/s' });
    expect(subjectOf(one('client.handed_over', { count: 3 }), 'me').search).toEqual({
      owner: 'me',
    });
  });
});
