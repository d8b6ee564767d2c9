import {
  type ActionIconProps,
  type ButtonProps,
  type CSSVariablesResolver,
  createTheme,
  type InputProps,
  type MantineColorsTuple,
  type MenuProps,
  type ModalProps,
  type PopoverProps,
  type SelectProps,
  type TabsProps,
  type TooltipProps,
} from '@mantine/core';

const harbour: MantineColorsTuple = [
  '#eaf5fa',
  '#d6e7ef',
  '#a9cfe0',
  '#79b5d1',
  '#539fc4',
  '#3b90bc',
  '#2b7fa9',
  '#1f6a8f',
  '#16587a',
  '#0a4562',
];

/** Settings of components by their types alone: the components themselves come with who uses them. */
const usually = <Props>(defaultProps: Partial<Props>) => ({ defaultProps });

export const theme = createTheme({
  primaryColor: 'harbour',
  primaryShade: { light: 7, dark: 7 },
  colors: { harbour },
  autoContrast: true,
  defaultRadius: 'sm',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  spacing: { xs: '0.375rem', sm: '0.625rem', md: '0.875rem', lg: '1.25rem', xl: '1.75rem' },
  focusRing: 'auto',
  cursorType: 'pointer',
  components: {
    Button: usually<ButtonProps>({ size: 'xs' }),
    ActionIcon: usually<ActionIconProps>({ variant: 'subtle', color: 'gray', size: 'md' }),
    Input: usually<InputProps>({ size: 'sm' }),
    Select: usually<SelectProps>({ checkIconPosition: 'right' }),
    Menu: usually<MenuProps>({
      shadow: 'md',
      position: 'bottom-end',
      withInitialFocusPlaceholder: false,
    }),
    Popover: usually<PopoverProps>({ shadow: 'md' }),
    Modal: usually<ModalProps>({ overlayProps: { backgroundOpacity: 0.35 } }),
    Tabs: usually<TabsProps>({ keepMounted: false }),
    Tooltip: usually<TooltipProps>({ openDelay: 400, withArrow: true }),
  },
});

/** Mantine's greys for secondary text are too faint for WCAG AA on our grounds. */
export const resolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#556069',
    '--mantine-color-placeholder': '#6b7680',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': '#16587a',
    '--mantine-color-body': '#ffffff',
    '--ground': '#f6f8f9',
    '--line': '#dfe4e8',
    '--hover': '#eef3f6',
    '--chosen': '#dcebf3',
    '--negative': '#b3261e',
    '--positive': '#1b6e3c',
    '--warning': '#8a4b00',
  },
  dark: {
    '--mantine-color-dimmed': '#a3adb5',
    '--mantine-color-placeholder': '#939da5',
    '--mantine-color-error': '#ff9a92',
    '--mantine-color-anchor': '#8cc6e2',
    '--mantine-color-body': '#1b1f23',
    '--ground': '#15181b',
    '--line': '#343b41',
    '--hover': '#252b30',
    '--chosen': '#1d3a4a',
    '--negative': '#ff9a92',
    '--positive': '#7fd49d',
    '--warning': '#f0b05f',
  },
});
