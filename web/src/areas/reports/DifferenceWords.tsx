import { Link } from '@tanstack/react-router';
import { entriesIn } from './proof-checks';

/** What a difference is about; journal entries that it names can be opened. */
export function DifferenceWords({ text }: { text: string }) {
  return entriesIn(text).map((piece, index) =>
    piece.entry === undefined ? (
      <span key={index}>{piece.text}</span>
    ) : (
      <Link key={index} to={`/journal/${piece.entry}` as '/'} className="plain">
        {piece.text}
      </Link>
    ),
  );
}
