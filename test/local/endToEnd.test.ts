import { describeEndToEnd } from '../endToEnd/suite.ts';
import { openLocalDriver } from './driver.ts';

describeEndToEnd('local', openLocalDriver);
