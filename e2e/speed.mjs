// node speed.mjs [--scale CLIENTS] [--db ADDRESS] [--label TEXT]
// Measures the app in the browser and writes docs/web-speed.md. Without --db a sample company of
// --scale clients (20,000) is made in .work and kept for the next time.
import { parseArgs } from 'node:util';
import { runTool } from './tools/run.mjs';

const { values } = parseArgs({
  options: {
    db: { type: 'string' },
    scale: { type: 'string', default: '20000' },
    label: { type: 'string', default: '' },
  },
});
runTool('speed', {
  SPEED_DB: values.db ?? '',
  SPEED_SCALE: values.scale,
  SPEED_LABEL: values.label,
});
