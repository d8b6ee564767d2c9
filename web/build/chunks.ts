import type { Rolldown } from 'vite';

type Group = Rolldown.CodeSplittingGroup;

/** Only what is named, and not all that it needs: that has groups of its own. */
const alone = { includeDependenciesRecursively: false } as const;
/** What several screens need; what one alone needs stays with it. */
const shared = { ...alone, minShareCount: 2 } as const;

const wordsOf = (id: string) => {
  const language = /\/src\/i18n\/(en|es)\//.exec(id)?.[1];
  return language ? `words-${language}` : null;
};

const areaOf = (id: string) => /\/src\/areas\/(\w+)\//.exec(id)?.[1] ?? null;

/**
 * In which files the program comes: each file costs an HTTP head and compresses worse the smaller it is,
 * so what is needed together stands together. First what every page needs (`$initial`); then what comes
 * with the screens. The first group that takes a module has it.
 */
export const groups: Group[] = [
  {
    name: 'react',
    tags: ['$initial'],
    test: /\/node_modules\/(react|react-dom|scheduler)\//,
  },
  { name: 'libraries', tags: ['$initial'], test: /\/node_modules\// },
  { name: 'shell', tags: ['$initial'] },
  { name: wordsOf, debugName: 'words', ...alone },
  { name: 'charts', test: /\/node_modules\/(@mantine\/charts|recharts|d3-\w+)\//, ...alone },
  {
    name: 'days',
    test: /\/node_modules\/(@mantine\/dates|dayjs)\/|\/src\/ui\/(DayInput|AsOfPicker)/,
    ...alone,
  },
  { name: 'controls', test: /\/node_modules\/(@mantine\/(core|hooks)|@tabler)\//, ...shared },
  { name: 'list', test: /\/src\/ui\/list\/|\/node_modules\/@tanstack\//, ...shared },
  { name: 'parts', test: /\/src\/(ui|lib|api|shell)\//, ...shared },
  { name: areaOf, debugName: 'areas', ...shared },
];
