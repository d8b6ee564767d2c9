import { useRead } from '@/api/read';
import { shifted } from '@/lib/day';
import { useSearchWords } from '@/lib/go';
import { useAsOf } from '@/ui/AsOfPicker';

const USUAL_DAYS = 90;
const MONTHS = 12;

/** Of which period and whose clients the page tells, as the address says. */
export function usePeriod() {
  const [words] = useSearchWords();
  const { day } = useAsOf();
  const days = Number(words.days ?? USUAL_DAYS);
  return {
    from: shifted(day, 1 - days),
    until: day,
    owner: words.client ? undefined : words.owner,
    client: words.client,
  };
}

function useMonthsAsked() {
  const { until, owner, client } = usePeriod();
  return { until, owner, client, months: MONTHS };
}

/** The figures of the period, and how they went over the months: asked for at the same time. */
export function useDso() {
  const period = useRead('/api/v1/reports/dso', { query: usePeriod() });
  const months = useRead('/api/v1/reports/dso/months', { query: useMonthsAsked() });
  return { period, months };
}

export function useCei() {
  const period = useRead('/api/v1/reports/cei', { query: usePeriod() });
  const months = useRead('/api/v1/reports/cei/months', { query: useMonthsAsked() });
  return { period, months };
}
