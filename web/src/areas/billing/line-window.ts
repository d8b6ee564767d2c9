import { useMediaQuery } from '@mantine/hooks';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import type { Line } from './lines';

/** So many lines are drawn whole; of more only those in sight. */
export const WHOLE = 60;
const ROW_PX = { wide: 34, narrow: 156 };

/** A line to draw, and the room above it that lines which are not drawn would take. */
export interface Drawn {
  index: number;
  gap: number;
}

/** Which lines are in the page: those in sight, and those that must not leave it. */
export function useLineWindow(
  table: RefObject<HTMLTableElement | null>,
  lines: readonly Line[],
  kept: ReadonlySet<number>,
) {
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const height = isWide ? ROW_PX.wide : ROW_PX.narrow;
  const [top, setTop] = useState(0);
  const isWhole = lines.length <= WHOLE;
  const virtual = useVirtualizer({
    count: lines.length,
    enabled: !isWhole,
    getScrollElement: () => table.current?.closest('main') ?? null,
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    estimateSize: () => height,
    getItemKey: (index) => lines[index]?.key ?? index,
    scrollMargin: top,
    overscan: 10,
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range);
      const others = lines.flatMap(({ key }, index) => (kept.has(key) ? [index] : []));
      return [...new Set([...inSight, ...others])].sort((a, b) => a - b);
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another layout, other heights
  useEffect(() => virtual.measure(), [height]);
  // What stands above the lines may grow and shrink.
  useLayoutEffect(() => {
    const page = table.current?.closest('main');
    const body = table.current?.tBodies[0];
    if (isWhole || !page || !body) return;
    const above = body.getBoundingClientRect().top - page.getBoundingClientRect().top;
    setTop(Math.round(above + page.scrollTop));
  });
  if (isWhole) {
    return { drawn: lines.map((_, index): Drawn => ({ index, gap: 0 })), below: 0 };
  }
  let end = top;
  const drawn = virtual.getVirtualItems().map((item): Drawn => {
    const gap = item.start - end;
    end = item.end;
    return { index: item.index, gap };
  });
  return { drawn, below: top + virtual.getTotalSize() - end, measure: virtual.measureElement };
}
