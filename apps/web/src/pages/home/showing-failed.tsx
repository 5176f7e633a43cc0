export { ApiError as default } from '../../components/api-error.tsx';
