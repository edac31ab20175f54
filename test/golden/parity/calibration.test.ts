import { cases } from './calibration.ts';
import { checkParity } from './checkParity.ts';

checkParity(cases);
