export default {
  input: 'openapi.yaml', // or http://localhost:8000/openapi.yaml
  output: 'hey-api',
  plugins: ['@hey-api/client-fetch', 'zod', { name: '@hey-api/sdk', validator: true }, '@tanstack/react-query'],
}
