import {
  ActionIcon,
  Button,
  Group,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { MonthLevel } from '@mantine/dates';
import { IconChevronLeft, IconChevronRight, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useChange, useQuickChange } from '@/api/change';
import { api, body } from '@/api/client';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { useLocale } from '@/lib/locale';
import { useToday } from '@/shell/session';
import { calendarWords } from '@/ui/calendar';
import { Day } from '@/ui/Day';
import { DayInput } from '@/ui/DayInput';
import { FormDialog } from '@/ui/FormDialog';
import { ProblemAlert } from '@/ui/ProblemAlert';
import classes from './Holidays.module.css';
import { weekdayOf } from './weekdays';

type Holiday = Schema<'Holiday'>;

const MONTHS = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));

const put = ({ on, name }: Holiday) =>
  body(
    api.PUT('/api/v1/company/holidays/{date}', { params: { path: { date: on } }, body: { name } }),
  );

/** A year at a glance, and its holidays by name. */
export function Holidays({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useT('people');
  const today = useToday();
  const [words, change] = useSearchWords();
  const [edited, setEdited] = useState<Partial<Holiday>>();
  const { data, error, refetch } = useRead('/api/v1/company/holidays');
  const company = useRead('/api/v1/company');
  const year = words.year ?? today.slice(0, 4);
  const shift = (by: number) => change({ year: String(Number(year) + by) });
  if (error && !data) return <ProblemAlert error={error} retry={() => void refetch()} />;
  if (!data || !company.data) return <Skeleton height={420} />;
  const ofYear = data.items.filter((holiday) => holiday.on.startsWith(year));
  return (
    <Stack gap="md">
      <Group gap="xs">
        <ActionIcon variant="default" aria-label={t('holidays.previous')} onClick={() => shift(-1)}>
          <IconChevronLeft size={16} />
        </ActionIcon>
        <Title order={2} size="h3" className="numeric" aria-live="polite">
          {t('holidays.title', { year })}
        </Title>
        <ActionIcon variant="default" aria-label={t('holidays.next')} onClick={() => shift(1)}>
          <IconChevronRight size={16} />
        </ActionIcon>
        {mayEdit && (
          <Button ml="md" onClick={() => setEdited({})}>
            {t('holidays.add')}
          </Button>
        )}
      </Group>
      <div className={classes.year}>
        <Months
          year={year}
          holidays={ofYear}
          workingDays={company.data.working_days}
          onDay={mayEdit ? setEdited : undefined}
        />
        <Names year={year} holidays={ofYear} mayEdit={mayEdit} onEdit={setEdited} />
      </div>
      {edited && <HolidayForm holiday={edited} onClose={() => setEdited(undefined)} />}
    </Stack>
  );
}

interface MonthsProps {
  year: string;
  holidays: readonly Holiday[];
  workingDays: readonly string[];
  onDay: ((holiday: Partial<Holiday>) => void) | undefined;
}

function Months({ year, holidays, workingDays, onDay }: MonthsProps) {
  const { t } = useT('people');
  const { locale } = useLocale();
  const words = useMemo(() => calendarWords(locale), [locale]);
  const names = new Map(holidays.map((holiday) => [holiday.on, holiday.name]));
  return (
    <Stack gap="xs">
      <SimpleGrid cols={{ base: 1, xs: 2, xl: 3 }} spacing="lg">
        {MONTHS.map((month) => (
          <MonthLevel
            key={month}
            month={`${year}-${month}-01`}
            {...words}
            size="xs"
            static={onDay === undefined}
            hasNextLevel={false}
            withNext={false}
            withPrevious={false}
            hideOutsideDates
            weekendDays={[]}
            firstDayOfWeek={1}
            levelControlAriaLabel={`${year}-${month}`}
            getDayProps={(day) => {
              const name = names.get(day);
              const isOff = !workingDays.includes(weekdayOf(day));
              return {
                title: name,
                className: name ? classes.holiday : isOff ? classes.off : undefined,
                'aria-label': [Number(day.slice(8)), day, name].filter(Boolean).join(' '),
                onClick: () => onDay?.({ on: day, name: name ?? '' }),
              };
            }}
          />
        ))}
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        {t('holidays.legend')}
      </Text>
    </Stack>
  );
}

interface NamesProps {
  year: string;
  holidays: readonly Holiday[];
  mayEdit: boolean;
  onEdit: (holiday: Holiday) => void;
}

function Names({ year, holidays, mayEdit, onEdit }: NamesProps) {
  const { t } = useT('people');
  const remove = useQuickChange({
    run: async ({ on }: Holiday) => {
      await api.DELETE('/api/v1/company/holidays/{date}', { params: { path: { date: on } } });
    },
    touches: ['holiday'],
    done: (_, { name }) => t('holidays.removed', { name }),
    undo: (_, holiday) => put(holiday),
  });
  if (holidays.length === 0) return <Text size="sm">{t('holidays.none', { year })}</Text>;
  return (
    <ul className={classes.names}>
      {holidays.map((holiday) => (
        <li key={holiday.on}>
          <Day value={holiday.on} />
          <span>{holiday.name}</span>
          {mayEdit && (
            <Group gap={2} wrap="nowrap">
              <ActionIcon
                aria-label={t('holidays.rename', { name: holiday.name })}
                onClick={() => onEdit(holiday)}
              >
                <IconPencil size={16} />
              </ActionIcon>
              <ActionIcon
                aria-label={t('holidays.remove', { name: holiday.name })}
                onClick={() => void remove(holiday)}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Group>
          )}
        </li>
      ))}
    </ul>
  );
}

function HolidayForm({ holiday, onClose }: { holiday: Partial<Holiday>; onClose: () => void }) {
  const { t } = useT('people');
  const [on, setOn] = useState<string | null>(holiday.on ?? null);
  const [name, setName] = useState(holiday.name ?? '');
  const save = useChange({
    run: put,
    touches: ['holiday'],
    done: (after) => t('holidays.saved', { name: after.name }),
    onDone: onClose,
    fields: ['name', 'date'],
  });
  const isKnown = Boolean(holiday.on && holiday.name);
  return (
    <FormDialog
      title={isKnown ? t('holidays.rename', { name: holiday.name }) : t('holidays.add')}
      change={save}
      onClose={onClose}
      onSubmit={() => on && void save.send({ on, name: name.trim() })}
    >
      <DayInput
        label={t('holidays.day')}
        data-autofocus={!holiday.on || undefined}
        readOnly={isKnown}
        clearable={!isKnown}
        value={on}
        error={save.fieldErrors.date}
        onChange={setOn}
      />
      <TextInput
        label={t('holidays.name')}
        data-autofocus={Boolean(holiday.on) || undefined}
        value={name}
        error={save.fieldErrors.name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
