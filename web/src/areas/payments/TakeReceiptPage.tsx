import {
  Button,
  Checkbox,
  Group,
  NativeSelect,
  Radio,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { useGo, useSearchWords } from '@/lib/go';
import { useSession } from '@/shell/session';
import { AmountInput } from '@/ui/AmountInput';
import { ClientPicker } from '@/ui/ClientPicker';
import { DayInput } from '@/ui/DayInput';
import { useLeaveGuard } from '@/ui/LeaveGuard';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { sentence } from '@/ui/problem-text';
import { isReadable } from '@/ui/readable';
import { type Method, useMethods } from './methods';
import { OpenAtPayer } from './OpenAtPayer';
import classes from './Payments.module.css';
import { HOWS, type How, type Taken, useTaking } from './taking';

/** Takes a receipt: who paid, how much, how, when, and what they wrote. */
export function TakeReceiptPage() {
  const { t } = useT('payments');
  const go = useGo();
  const [words] = useSearchWords();
  const { company } = useSession();
  const methods = useMethods();
  const [method, rememberMethod] = useLocalStorage<Method>({
    key: 'rapport.receipt-method',
    defaultValue: 'transfer',
    getInitialValueInEffect: false,
  });
  const [how, setHow] = useLocalStorage<How>({
    key: 'rapport.receipt-how',
    defaultValue: 'suggest',
    getInitialValueInEffect: false,
  });
  const [form, setForm] = useState<Taken>({
    payer: words.client ?? null,
    amount: words.amount ?? '',
    currency: words.currency ?? '',
    method,
    received_on: null,
    reference: words.reference ?? '',
    rate: '',
    deposit: false,
  });
  const [initial, setInitial] = useState(form);
  const guard = useLeaveGuard(form !== initial);
  const amountInput = useRef<HTMLInputElement>(null);
  const formElement = useRef<HTMLFormElement>(null);
  const beginNext = () => {
    const empty = { ...form, payer: null, amount: '', currency: '', reference: '', rate: '' };
    setForm(empty);
    setInitial(empty);
    requestAnimationFrame(() => formElement.current?.querySelector('input')?.focus());
  };
  const taking = useTaking((receipt, next) => {
    if (next) return beginNext();
    guard.release();
    go(how === 'suggest' ? `/receipts/${receipt.id}/apply` : `/receipts/${receipt.id}`);
  });
  const payer = useRead(
    '/api/v1/clients/{id}',
    { path: { id: form.payer ?? '' } },
    { enabled: form.payer !== null, keep: false },
  ).data;
  const currency = form.currency || payer?.currency || company.base_currency;
  const canGoOn = how !== 'suggest';

  const set = (change: Partial<Taken>) => {
    setForm((before) => ({ ...before, ...change }));
    taking.reset();
  };
  const take = (next: boolean) => {
    if (!isReadable(formElement.current)) return;
    void taking.send({ form, how, next: next && canGoOn });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    take(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    take(true);
  };
  const at = (field: string) => taking.fieldErrors[field] && sentence(taking.fieldErrors[field]);

  return (
    <Page>
      <PageHeader title={t('take.title')} />
      <div className={classes.columns} style={{ '--first': '460px' } as React.CSSProperties}>
        <form ref={formElement} onSubmit={submit} onKeyDown={onKeyDown}>
          <Stack gap="sm">
            <ClientPicker
              label={t('take.payer')}
              value={form.payer}
              onChange={(payer) => {
                set({ payer });
                // Who paid is known: how much comes next.
                if (payer) requestAnimationFrame(() => amountInput.current?.focus());
              }}
              autoFocus={form.payer === null}
              error={at('payer')}
            />
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
              <AmountInput
                ref={amountInput}
                label={t('take.amount')}
                value={form.amount}
                onChange={(amount) => set({ amount })}
                currency={currency}
                autoFocus={form.payer !== null}
                error={at('amount')}
              />
              <NativeSelect
                label={t('take.method')}
                value={form.method}
                data={methods}
                error={at('method')}
                onChange={(event) => {
                  const method = event.currentTarget.value as Method;
                  rememberMethod(method);
                  set({ method });
                }}
              />
              <DayInput
                label={t('take.day')}
                value={form.received_on ?? company.today}
                clearable={false}
                error={at('received_on')}
                onChange={(received_on) => set({ received_on })}
              />
              <TextInput
                label={t('take.currency')}
                placeholder={currency}
                maxLength={3}
                autoComplete="off"
                value={form.currency}
                error={at('currency')}
                onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
              />
            </SimpleGrid>
            {currency !== company.base_currency && (
              <AmountInput
                label={t('take.rate')}
                description={t('take.rateHint', { base: company.base_currency, currency })}
                value={form.rate}
                onChange={(rate) => set({ rate })}
                error={at('rate')}
              />
            )}
            <TextInput
              label={t('take.reference')}
              description={t('take.referenceHint')}
              autoComplete="off"
              value={form.reference}
              error={at('reference')}
              onChange={(event) => set({ reference: event.currentTarget.value })}
            />
            <Checkbox
              label={t('take.deposit')}
              checked={form.deposit}
              onChange={(event) => set({ deposit: event.currentTarget.checked })}
            />
            <Radio.Group
              label={t('take.afterwards')}
              value={how}
              onChange={(value) => setHow(value as How)}
            >
              <Stack gap={6} mt={6}>
                {HOWS.map((value) => (
                  <Radio
                    key={value}
                    value={value}
                    label={t(`take.how.${value}`)}
                    description={value === how ? t(`take.hint.${value}`) : undefined}
                  />
                ))}
              </Stack>
            </Radio.Group>
            {taking.problem && (
              <ProblemAlert error={taking.problem} retry={() => void taking.retry()} />
            )}
            <Group gap="xs">
              <Button type="submit" loading={taking.pending}>
                {t('take.submit')}
              </Button>
              {canGoOn && (
                <Button variant="default" disabled={taking.pending} onClick={() => take(true)}>
                  {t('take.andNext')}
                </Button>
              )}
            </Group>
            {canGoOn && (
              <Text size="xs" c="dimmed" visibleFrom="sm">
                {t('take.keys')}
              </Text>
            )}
          </Stack>
        </form>
        <section className={classes.section} aria-labelledby="open-title">
          <Title order={2} size="h3" id="open-title" mb="xs">
            {t('take.open')}
          </Title>
          <OpenAtPayer
            payer={form.payer}
            currency={currency}
            reference={form.reference}
            onAdd={(number) =>
              set({ reference: [form.reference.trim(), number].filter(Boolean).join(' ') })
            }
          />
        </section>
      </div>
      {guard.dialog}
    </Page>
  );
}
