import type { clients as en } from '../en/clients';
import type { Words } from '../words';

export const clients: Words<typeof en> = {
  list: {
    title: 'Clientes',
    search: 'Buscar',
    searchHint: 'El número o nombre empieza por…',
    number: 'Número',
    name: 'Nombre',
    legalName: 'Razón social',
    tradingName: 'Nombre comercial',
    type: 'Tipo',
    kind: 'Clase',
    organisation: 'Organización',
    person: 'Persona',
    status: 'Estado',
    owner: 'Responsable',
    currency: 'Moneda',
    creditLimit: 'Límite de crédito',
    updated: 'Modificado',
    new: 'Cliente nuevo',
    import: 'Importar un archivo',
    empty: 'Aún no hay clientes',
    emptyHint: 'Importe los que tiene o abra el primero a mano.',
    tag: 'Etiqueta',
    parent: 'Pertenece a',
    withArchived: 'Con los archivados',
  },
};
