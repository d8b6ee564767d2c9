import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { invalidateKinds } from '@/api/keys';

/** What `changed` tells: the kinds of things, and whether all of it was one's own doing. */
interface Changed {
  kinds: string[];
  own: boolean;
}

/** Many small changes in a row are read again once. */
const GATHER_MS = 400;

/** Reads again what colleagues change, while it is on screen. What one changes oneself is read already. */
export function useLiveChanges() {
  const queries = useQueryClient();
  useEffect(() => {
    if (typeof EventSource === 'undefined') return;
    const source = new EventSource('/api/v1/events');
    const kinds = new Set<string>();
    let timer: number | undefined;
    const flush = () => {
      timer = undefined;
      void invalidateKinds(queries, [...kinds]);
      kinds.clear();
    };
    source.addEventListener('changed', (event: MessageEvent<string>) => {
      const changed = JSON.parse(event.data) as Changed;
      if (changed.own) return;
      for (const kind of changed.kinds) kinds.add(kind);
      timer ??= window.setTimeout(flush, GATHER_MS);
    });
    source.addEventListener('reset', () => void queries.invalidateQueries());
    return () => {
      window.clearTimeout(timer);
      source.close();
    };
  }, [queries]);
}
