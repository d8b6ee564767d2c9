import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  /** What stands above is read: it grows no more. */
  isPlaced: boolean;
  children: ReactNode;
}

const LEAST_PX = 240;

/**
 * What stands below something whose height only its answer tells. It is read at the same time, and shown
 * once it will not jump.
 */
export function Below({ isPlaced, children }: Props) {
  return (
    <>
      {!isPlaced && <Skeleton height={LEAST_PX} />}
      <div style={{ display: isPlaced ? 'contents' : 'none' }}>{children}</div>
    </>
  );
}
