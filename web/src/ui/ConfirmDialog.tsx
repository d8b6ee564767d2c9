import { ConfirmForm, type Question } from './ConfirmForm';
import { GuardedModal } from './GuardedModal';

interface Props extends Question {
  title: string;
  onClose: () => void;
}

/** Asks before an act that is not easily taken back, and why it is done. */
export function ConfirmDialog({ title, onClose, ...question }: Props) {
  return (
    <GuardedModal title={title} onClose={onClose} isSaved={question.change?.isDone}>
      {(close) => <ConfirmForm {...question} onCancel={close} />}
    </GuardedModal>
  );
}
