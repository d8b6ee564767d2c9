// node screenshots.mjs
// Makes the README's pictures from a sample company: docs/pictures/*.png, the same every time.
import { runTool } from './tools/run.mjs';

runTool('screenshots');
