import { Button, Group, SegmentedControl, Skeleton, Stack, Text, Textarea } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatMoney } from '@/lib/format';
import { useGo } from '@/lib/go';
import { useLocale } from '@/lib/locale';
import { useToday } from '@/shell/session';
import { ClientLink } from '@/ui/ClientLink';
import { DayInput } from '@/ui/DayInput';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { sentence } from '@/ui/problem-text';
import { useFigures } from './figures';
import { LineGrid } from './LineGrid';
import { type Line, lineOf, linesToSend, placeOf } from './lines';
import { Totals } from './Totals';
import { useTaxes } from './taxes';

/** Credits an issued invoice, in whole or in part. */
export function CreditNotePage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { t } = useT('billing');
  const { data, error, refetch } = useRead(
    '/api/v1/invoices/{id}',
    { path: { id } },
    { keep: false },
  );
  const { taxes, usualTax } = useTaxes();
  return (
    <Page>
      <PageHeader
        title={data ? t('credit.title', { number: data.number }) : ' '}
        subtitle={data ? <ClientLink id={data.client} name={data.client_name} /> : ' '}
      />
      {error && <ProblemAlert error={error} retry={() => void refetch()} />}
      {data && taxes ? (
        <CreditForm invoice={data} taxes={taxes} usualTax={usualTax} />
      ) : (
        !error && <Skeleton height={240} />
      )}
    </Page>
  );
}

interface Props {
  invoice: Schema<'Invoice'>;
  taxes: readonly Schema<'Tax'>[];
  usualTax: string;
}

function CreditForm({ invoice, taxes, usualTax }: Props) {
  const { t } = useT('billing');
  const locale = useLocale();
  const today = useToday();
  const [isWhole, setWhole] = useState(true);
  const [reason, setReason] = useState('');
  const [day, setDay] = useState<string | null>(null);
  const [lines, setLines] = useState<readonly Line[]>(() => invoice.lines.map(lineOf));
  const figured = useFigures(invoice.currency, isWhole ? [] : lines);
  const saving = useCrediting(invoice.id, lines.length);
  const { keys } = linesToSend(lines);
  const problems = Object.entries(saving.fieldErrors).flatMap(([field, message]) => {
    const place = placeOf(field, keys);
    return place ? [{ ...place, message }] : [];
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void saving.send({
      reason: reason.trim(),
      ...(day ? { issued_on: day } : {}),
      ...(isWhole ? {} : { lines: linesToSend(lines).lines }),
    });
  };
  const at = (field: string) => saving.fieldErrors[field] && sentence(saving.fieldErrors[field]);
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Group gap="md" align="center">
          <SegmentedControl
            aria-label={t('credit.how')}
            value={isWhole ? 'whole' : 'part'}
            onChange={(value) => setWhole(value === 'whole')}
            data={[
              { value: 'whole', label: t('credit.whole') },
              { value: 'part', label: t('credit.part') },
            ]}
          />
          <Text size="sm" c="dimmed">
            {isWhole
              ? t('credit.wholeDetail', {
                  amount: formatMoney(invoice.total, invoice.currency, locale),
                })
              : t('credit.partDetail')}
          </Text>
        </Group>
        {!isWhole && (
          <>
            <LineGrid
              lines={lines}
              onChange={(next) => {
                setLines(next);
                saving.reset();
              }}
              currency={invoice.currency}
              taxes={taxes}
              usualTax={usualTax}
              nets={figured.nets}
              isStale={figured.isStale}
              problems={figured.problem ? [...problems, figured.problem] : problems}
            />
            <div style={{ minHeight: 110 }}>
              {figured.figures && <Totals figures={figured.figures} isStale={figured.isStale} />}
            </div>
          </>
        )}
        <Group align="flex-start" gap="md" maw={720}>
          <Textarea
            label={t('credit.reason')}
            description={t('ui:reasonHint')}
            required
            withAsterisk={false}
            autoFocus
            autosize
            minRows={2}
            style={{ flex: 1, minWidth: 240 }}
            value={reason}
            error={at('reason')}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <DayInput
            label={t('credit.day')}
            description={'\u00a0'}
            value={day ?? today}
            clearable={false}
            error={at('issued_on')}
            onChange={setDay}
          />
        </Group>
        <Text size="sm" c="dimmed">
          {t('credit.settles')}
        </Text>
        {saving.problem && (
          <ProblemAlert error={saving.problem} retry={() => void saving.retry()} />
        )}
        <Group>
          <Button type="submit" loading={saving.pending}>
            {t('credit.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const CELLS = ['description', 'quantity', 'unit_price', 'discount', 'tax_code'];

function useCrediting(id: string, lines: number) {
  const { t } = useT('billing');
  const go = useGo();
  const cells = Array.from({ length: lines }, (_, at) =>
    CELLS.map((cell) => `lines/${at}/${cell}`),
  );
  return useChange({
    run: (input: Schema<'NewCreditNote'>, { key }) =>
      body(
        api.POST('/api/v1/invoices/{id}/credit-notes', {
          params: { path: { id }, header: { 'Idempotency-Key': key } },
          body: input,
        }),
      ),
    touches: ['invoice', 'open_item', 'settlement'],
    done: (note) => t('credit.done', { number: note.number }),
    onDone: (note) => go(`/invoices/${note.id}`),
    fields: ['reason', 'issued_on', ...cells.flat()],
  });
}
