import { cases } from './boosting.ts';
import { checkParity } from './checkParity.ts';

checkParity(cases);
