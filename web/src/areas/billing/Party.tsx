import { useRead } from '@/api/read';
import { countryName } from '@/lib/country';
import { useLocale } from '@/lib/locale';
import { ClientLink } from '@/ui/ClientLink';
import classes from './Invoice.module.css';

interface Props {
  label: string;
  id: string;
  name: string;
}

/** Of a usual address, which comes after the name. */
const ROOM_PX = 118;

/** A client on a document: name in law, address and tax number. */
export function Party({ label, id, name }: Props) {
  const { locale } = useLocale();
  const { data } = useRead('/api/v1/clients/{id}', { path: { id } }, { keep: false });
  const address = data?.addresses.find((one) => one.kind === 'billing') ?? data?.addresses[0];
  const tax = data?.tax_numbers[0];
  return (
    <div style={{ minHeight: ROOM_PX }}>
      <div className={classes.small}>{label}</div>
      <strong>
        <ClientLink id={id} name={data?.legal_name ?? name} />
      </strong>
      {address && (
        <address style={{ fontStyle: 'normal' }}>
          <div style={{ whiteSpace: 'pre-line' }}>{address.street}</div>
          <div>{[address.postal_code, address.city, address.region].filter(Boolean).join(' ')}</div>
          <div>{countryName(address.country, locale)}</div>
        </address>
      )}
      {tax && (
        <div className={classes.small}>
          {tax.kind} {tax.value}
        </div>
      )}
    </div>
  );
}
