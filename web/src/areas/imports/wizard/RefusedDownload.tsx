import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { showProblem } from '@/ui/toasts';
import { refusedName, saveAs } from './plan';

/** The refused rows as a file, to be mended and imported. */
export function RefusedDownload({ order, file }: { order: Schema<'ImportToPlan'>; file: string }) {
  const { t } = useT('imports');
  const [isBusy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const answer = api.POST('/api/v1/imports/plan/refused', { body: order, parseAs: 'blob' });
      saveAs((await body(answer)) as unknown as Blob, refusedName(file));
    } catch (error) {
      showProblem(error, () => void download());
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      variant="default"
      loading={isBusy}
      leftSection={<IconDownload size={16} aria-hidden />}
      onClick={() => void download()}
    >
      {t('plan.download')}
    </Button>
  );
}
