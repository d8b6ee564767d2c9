import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { invalidateKinds } from '@/api/keys';

/** What `changed` tells: the kinds of things, and whether all of it was one's own doing. */
interface Changed {
  kinds: string[];
  own: boolean;
}

/** Many small changes in a row are read again once. */
const GATHER_MS = 400;
/** A stream that the server refused is tried again after this. */
const AGAIN_MS = 30_000;
/** Hidden for longer than this, the window stops listening; what has changed then is read when it is seen again. */
const AWAY_MS = 60_000;

/** Follows the stream of changes until it is told to stop. */
export function follow(queries: QueryClient): () => void {
  const kinds = new Set<string>();
  let source: EventSource | undefined;
  let gathering: number | undefined;
  let again: number | undefined;
  const flush = () => {
    gathering = undefined;
    void invalidateKinds(queries, [...kinds]);
    kinds.clear();
  };
  const open = () => {
    source = new EventSource('/api/v1/events');
    // One's own changes too: they may come from another window, or from a job.
    source.addEventListener('changed', (event: MessageEvent<string>) => {
      for (const kind of (JSON.parse(event.data) as Changed).kinds) kinds.add(kind);
      gathering ??= window.setTimeout(flush, GATHER_MS);
    });
    source.addEventListener('reset', () => void queries.invalidateQueries());
    // The browser comes again by itself unless the server refused.
    source.onerror = () => {
      if (source?.readyState === EventSource.CLOSED) again = window.setTimeout(open, AGAIN_MS);
    };
  };
  const close = () => {
    window.clearTimeout(again);
    source?.close();
    source = undefined;
  };
  let leaving: number | undefined;
  const onVisibility = () => {
    if (document.hidden) {
      leaving ??= window.setTimeout(close, AWAY_MS);
      return;
    }
    window.clearTimeout(leaving);
    leaving = undefined;
    if (source) return;
    void queries.invalidateQueries();
    open();
  };
  open();
  onVisibility();
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    window.clearTimeout(gathering);
    window.clearTimeout(leaving);
    close();
  };
}

/** Reads again what changes while it is on screen. The stream is closed while the window is hidden for long. */
export function useLiveChanges() {
  const queries = useQueryClient();
  useEffect(() => {
    if (typeof EventSource === 'undefined') return;
    return follow(queries);
  }, [queries]);
}
