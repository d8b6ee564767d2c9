import { Badge, Popover, Skeleton, Stack, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useReasonWords } from './reasons';
import classes from './summary.module.css';
import { useSummary } from './useSummary';

const TONES: Record<Schema<'RiskGrade'>, string> = {
  unrated: 'gray',
  low: 'teal',
  medium: 'orange',
  high: 'red',
};

/** A grade's words have room in it. */
const ROOM_PX = 96;

/** How risky it is to give the client credit, and why: on hover, on focus, and to stay on a click. */
export function RiskBadge({ clientId }: { clientId: string }) {
  const { data, error } = useSummary(clientId);
  if (error) return null;
  if (!data) return <Skeleton height={20} width={ROOM_PX} />;
  return <Risk risk={data.risk} />;
}

function Risk({ risk }: { risk: Schema<'Risk'> }) {
  const { t } = useT('clients');
  const wordsOf = useReasonWords();
  const [isNear, setNear] = useState(false);
  const [isPinned, setPinned] = useState(false);
  const grade = t(`risk.${risk.grade}`);
  const sum = t('risk.sum', { points: risk.points, count: risk.points });
  const leave = () => {
    setNear(false);
    setPinned(false);
  };
  return (
    <Popover
      opened={isNear || isPinned}
      onChange={(opened) => !opened && leave()}
      position="bottom-start"
      width={340}
      withRoles={false}
      returnFocus={false}
    >
      <Popover.Target>
        <UnstyledButton
          className={classes.risk}
          aria-expanded={isPinned}
          onMouseEnter={() => setNear(true)}
          onMouseLeave={() => setNear(false)}
          onFocus={() => setNear(true)}
          onBlur={leave}
          onClick={() => setPinned((pinned) => !pinned)}
          onKeyDown={(event) => event.key === 'Escape' && leave()}
        >
          <Badge
            variant="light"
            size="sm"
            radius="sm"
            tt="none"
            fw={500}
            color={TONES[risk.grade]}
            c="var(--mantine-color-text)"
            component="span"
          >
            {grade}
          </Badge>
          <span className="visually-hidden">{[sum, ...risk.reasons.map(wordsOf)].join('. ')}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Text size="sm" fw={600}>
            {grade} · {sum}
          </Text>
          {risk.reasons.length === 0 && (
            <Text size="sm">
              {t(risk.grade === 'unrated' ? 'risk.why_unrated' : 'risk.why_none')}
            </Text>
          )}
          {risk.reasons.length > 0 && (
            <table className={classes.reasons}>
              <tbody>
                {risk.reasons.map((reason) => (
                  <tr key={reason.rule}>
                    <td>{wordsOf(reason)}</td>
                    <td className="numeric nowrap">+{reason.points}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <Text size="xs" c="dimmed">
            {t('risk.scale')}
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
