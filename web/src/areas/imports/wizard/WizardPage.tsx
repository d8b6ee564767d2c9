import { IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';
import { useT } from '@/i18n';
import { useGo, useSearchWords } from '@/lib/go';
import type { Search } from '@/lib/search';
import { Page, PageHeader } from '@/ui/Page';
import { FileStep } from './FileStep';
import { PlanStep } from './PlanStep';
import { ProfileStep } from './ProfileStep';
import { RunStep } from './RunStep';
import classes from './WizardPage.module.css';
import { STEPS, type Step, stateOf, type WizardState } from './words';

export interface StepProps {
  state: WizardState;
  /** Goes to another step, with what is now known; the back button leads back. */
  to: (step: Step, known?: Search) => void;
  /** Notes something in the address without a step in the history. */
  note: (known: Search) => void;
}

const CONTENT = { file: FileStep, profile: ProfileStep, check: PlanStep, run: RunStep };

/** From a file to the books in four steps. All that is known stands in the address. */
export function WizardPage() {
  const { t } = useT('imports');
  const [words, change] = useSearchWords();
  const state = stateOf(words);
  const to = useCallback(
    (step: Step, known: Search = {}) => change({ ...known, step }, { replace: false }),
    [change],
  );
  const Content = CONTENT[state.step];
  const content = useRef<HTMLElement>(null);
  // A step begins where the keyboard is, not at the top of the page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each step anew
  useEffect(() => {
    const { current } = content;
    if (current && !current.contains(document.activeElement)) {
      current.focus({ preventScroll: true });
    }
  }, [state.step]);
  return (
    <Page>
      <PageHeader title={t('wizard.title')} subtitle={state.file || ' '} />
      <Steps state={state} words={words} />
      <section
        ref={content}
        tabIndex={-1}
        aria-label={t(`wizard.${state.step}`)}
        className={classes.content}
      >
        <Content state={state} to={to} note={change} />
      </section>
    </Page>
  );
}

function Steps({ state, words }: { state: WizardState; words: Search }) {
  const { t } = useT('imports');
  const at = STEPS.indexOf(state.step);
  // What runs is not changed any more.
  const isOver = state.step === 'run';
  return (
    <nav aria-label={t('wizard.steps')}>
      <ol className={classes.steps}>
        {STEPS.map((step, index) => {
          const inside = (
            <>
              <span className={classes.number}>
                {index < at ? <IconCheck size={14} aria-hidden /> : index + 1}
              </span>
              {t(`wizard.${step}`)}
            </>
          );
          return (
            <li key={step}>
              {index < at && !isOver ? (
                <Link
                  to={'/imports/new' as '/'}
                  search={{ ...words, step } as never}
                  className={classes.step}
                >
                  {inside}
                </Link>
              ) : (
                <span className={classes.step} aria-current={index === at ? 'step' : undefined}>
                  {inside}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** Begins again with nothing known. */
export function useStartOver() {
  const go = useGo();
  return useCallback(() => go('/imports/new'), [go]);
}
