export { checkLocal, type LocalCloud, startLocal } from './LocalCloud.ts';
