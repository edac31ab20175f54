import { describeEndToEnd } from '../endToEnd/suite.ts';
import { openCloudDriver } from './driver.ts';

describeEndToEnd(process.env.MILLRACE_TARGET ?? 'an emulator', openCloudDriver);
