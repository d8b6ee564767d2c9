import { Notifications } from '@mantine/notifications';

const SHOWN = 4;

/** Where toasts appear; `toasts.tsx` says what they say. */
export const ToastRegion = () => <Notifications position="bottom-right" limit={SHOWN} />;
