/** The inspector's worker: wires the workspace to the inspector, and the inspector to the page. */
import { createInspector } from '#inspector';
import { sendWireErrors } from '#protocol';
import { openSharedWorkspace } from '#workspace';
import { expose } from 'comlink';

sendWireErrors();
expose(createInspector(openSharedWorkspace));
