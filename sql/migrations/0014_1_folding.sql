-- Folding: the form in which names are compared and text is searched. All of it is here, so that search, tags and the stored keys
-- cannot disagree.

-- Classes of characters by their Unicode properties, as regular expressions, because PostgreSQL has no names for these. A test
-- compares them with the properties over all of Unicode, and prints what a later version of Unicode changes.

-- Format characters and those that are invisible by default, such as the soft hyphen, joiners and variation selectors:
-- [\p{Cf}\p{DI}].
create function unicode_ignorable() returns text
  language sql immutable parallel safe
  return '[\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f'
    '\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f'
    '\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]';

-- The same, and marks that take no place of their own, such as accents and vowel points: [\p{Mn}\p{Me}\p{Cf}\p{DI}].
create function unicode_marks() returns text
  language sql immutable parallel safe
  return '[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0600-\u0605\u0610-\u061a\u061c'
    '\u064b-\u065f\u0670\u06d6-\u06dd\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u070f\u0711\u0730-\u074a\u07a6-\u07b0'
    '\u07eb-\u07f3\u07fd\u0816-\u0819\u081b-\u0823\u0825-\u0827\u0829-\u082d\u0859-\u085b\u0890\u0891\u0897-\u089f'
    '\u08ca-\u0902\u093a\u093c\u0941-\u0948\u094d\u0951-\u0957\u0962\u0963\u0981\u09bc\u09c1-\u09c4\u09cd\u09e2\u09e3\u09fe'
    '\u0a01\u0a02\u0a3c\u0a41\u0a42\u0a47\u0a48\u0a4b-\u0a4d\u0a51\u0a70\u0a71\u0a75\u0a81\u0a82\u0abc\u0ac1-\u0ac5\u0ac7'
    '\u0ac8\u0acd\u0ae2\u0ae3\u0afa-\u0aff\u0b01\u0b3c\u0b3f\u0b41-\u0b44\u0b4d\u0b55\u0b56\u0b62\u0b63\u0b82\u0bc0\u0bcd'
    '\u0c00\u0c04\u0c3c\u0c3e-\u0c40\u0c46-\u0c48\u0c4a-\u0c4d\u0c55\u0c56\u0c62\u0c63\u0c81\u0cbc\u0cbf\u0cc6\u0ccc\u0ccd'
    '\u0ce2\u0ce3\u0d00\u0d01\u0d3b\u0d3c\u0d41-\u0d44\u0d4d\u0d62\u0d63\u0d81\u0dca\u0dd2-\u0dd4\u0dd6\u0e31\u0e34-\u0e3a'
    '\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f18\u0f19\u0f35\u0f37\u0f39\u0f71-\u0f7e\u0f80-\u0f84\u0f86\u0f87'
    '\u0f8d-\u0f97\u0f99-\u0fbc\u0fc6\u102d-\u1030\u1032-\u1037\u1039\u103a\u103d\u103e\u1058\u1059\u105e-\u1060'
    '\u1071-\u1074\u1082\u1085\u1086\u108d\u109d\u115f\u1160\u135d-\u135f\u1712-\u1714\u1732\u1733\u1752\u1753\u1772\u1773'
    '\u17b4\u17b5\u17b7-\u17bd\u17c6\u17c9-\u17d3\u17dd\u180b-\u180f\u1885\u1886\u18a9\u1920-\u1922\u1927\u1928\u1932'
    '\u1939-\u193b\u1a17\u1a18\u1a1b\u1a56\u1a58-\u1a5e\u1a60\u1a62\u1a65-\u1a6c\u1a73-\u1a7c\u1a7f\u1ab0-\u1add'
    '\u1ae0-\u1aeb\u1b00-\u1b03\u1b34\u1b36-\u1b3a\u1b3c\u1b42\u1b6b-\u1b73\u1b80\u1b81\u1ba2-\u1ba5\u1ba8\u1ba9'
    '\u1bab-\u1bad\u1be6\u1be8\u1be9\u1bed\u1bef-\u1bf1\u1c2c-\u1c33\u1c36\u1c37\u1cd0-\u1cd2\u1cd4-\u1ce0\u1ce2-\u1ce8'
    '\u1ced\u1cf4\u1cf8\u1cf9\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20f0\u2cef-\u2cf1\u2d7f'
    '\u2de0-\u2dff\u302a-\u302d\u3099\u309a\u3164\ua66f-\ua672\ua674-\ua67d\ua69e\ua69f\ua6f0\ua6f1\ua802\ua806\ua80b\ua825'
    '\ua826\ua82c\ua8c4\ua8c5\ua8e0-\ua8f1\ua8ff\ua926-\ua92d\ua947-\ua951\ua980-\ua982\ua9b3\ua9b6-\ua9b9\ua9bc\ua9bd'
    '\ua9e5\uaa29-\uaa2e\uaa31\uaa32\uaa35\uaa36\uaa43\uaa4c\uaa7c\uaab0\uaab2-\uaab4\uaab7\uaab8\uaabe\uaabf\uaac1\uaaec'
    '\uaaed\uaaf6\uabe5\uabe8\uabed\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uffa0\ufff0-\ufffb\U000101fd\U000102e0'
    '\U00010376-\U0001037a\U00010a01-\U00010a03\U00010a05\U00010a06\U00010a0c-\U00010a0f\U00010a38-\U00010a3a\U00010a3f'
    '\U00010ae5\U00010ae6\U00010d24-\U00010d27\U00010d69-\U00010d6d\U00010eab\U00010eac\U00010efa-\U00010eff'
    '\U00010f46-\U00010f50\U00010f82-\U00010f85\U00011001\U00011038-\U00011046\U00011070\U00011073\U00011074'
    '\U0001107f-\U00011081\U000110b3-\U000110b6\U000110b9\U000110ba\U000110bd\U000110c2\U000110cd\U00011100-\U00011102'
    '\U00011127-\U0001112b\U0001112d-\U00011134\U00011173\U00011180\U00011181\U000111b6-\U000111be\U000111c9-\U000111cc'
    '\U000111cf\U0001122f-\U00011231\U00011234\U00011236\U00011237\U0001123e\U00011241\U000112df\U000112e3-\U000112ea'
    '\U00011300\U00011301\U0001133b\U0001133c\U00011340\U00011366-\U0001136c\U00011370-\U00011374\U000113bb-\U000113c0'
    '\U000113ce\U000113d0\U000113d2\U000113e1\U000113e2\U00011438-\U0001143f\U00011442-\U00011444\U00011446\U0001145e'
    '\U000114b3-\U000114b8\U000114ba\U000114bf\U000114c0\U000114c2\U000114c3\U000115b2-\U000115b5\U000115bc\U000115bd'
    '\U000115bf\U000115c0\U000115dc\U000115dd\U00011633-\U0001163a\U0001163d\U0001163f\U00011640\U000116ab\U000116ad'
    '\U000116b0-\U000116b5\U000116b7\U0001171d\U0001171f\U00011722-\U00011725\U00011727-\U0001172b\U0001182f-\U00011837'
    '\U00011839\U0001183a\U0001193b\U0001193c\U0001193e\U00011943\U000119d4-\U000119d7\U000119da\U000119db\U000119e0'
    '\U00011a01-\U00011a0a\U00011a33-\U00011a38\U00011a3b-\U00011a3e\U00011a47\U00011a51-\U00011a56\U00011a59-\U00011a5b'
    '\U00011a8a-\U00011a96\U00011a98\U00011a99\U00011b60\U00011b62-\U00011b64\U00011b66\U00011c30-\U00011c36'
    '\U00011c38-\U00011c3d\U00011c3f\U00011c92-\U00011ca7\U00011caa-\U00011cb0\U00011cb2\U00011cb3\U00011cb5\U00011cb6'
    '\U00011d31-\U00011d36\U00011d3a\U00011d3c\U00011d3d\U00011d3f-\U00011d45\U00011d47\U00011d90\U00011d91\U00011d95'
    '\U00011d97\U00011ef3\U00011ef4\U00011f00\U00011f01\U00011f36-\U00011f3a\U00011f40\U00011f42\U00011f5a'
    '\U00013430-\U00013440\U00013447-\U00013455\U0001611e-\U00016129\U0001612d-\U0001612f\U00016af0-\U00016af4'
    '\U00016b30-\U00016b36\U00016f4f\U00016f8f-\U00016f92\U00016fe4\U0001bc9d\U0001bc9e\U0001bca0-\U0001bca3'
    '\U0001cf00-\U0001cf2d\U0001cf30-\U0001cf46\U0001d167-\U0001d169\U0001d173-\U0001d182\U0001d185-\U0001d18b'
    '\U0001d1aa-\U0001d1ad\U0001d242-\U0001d244\U0001da00-\U0001da36\U0001da3b-\U0001da6c\U0001da75\U0001da84'
    '\U0001da9b-\U0001da9f\U0001daa1-\U0001daaf\U0001e000-\U0001e006\U0001e008-\U0001e018\U0001e01b-\U0001e021\U0001e023'
    '\U0001e024\U0001e026-\U0001e02a\U0001e08f\U0001e130-\U0001e136\U0001e2ae\U0001e2ec-\U0001e2ef\U0001e4ec-\U0001e4ef'
    '\U0001e5ee\U0001e5ef\U0001e6e3\U0001e6e6\U0001e6ee\U0001e6ef\U0001e6f5\U0001e8d0-\U0001e8d6\U0001e944-\U0001e94a'
    '\U000e0000-\U000e0fff]';

-- What divides words: [\p{P}\p{Z}\p{Cc}\p{Sm}\p{Sk}].
create function unicode_dividers() returns text
  language sql immutable parallel safe
  return '[\u0001-\u0023\u0025-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a1\u00a7\u00a8\u00ab\u00ac\u00af\u00b1\u00b4'
    '\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02c2-\u02c5\u02d2-\u02df\u02e5-\u02eb\u02ed\u02ef-\u02ff\u0375\u037e\u0384'
    '\u0385\u0387\u03f6\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u0606-\u060a\u060c\u060d\u061b'
    '\u061d-\u061f\u066a-\u066d\u06d4\u0700-\u070d\u07f7-\u07f9\u0830-\u083e\u085e\u0888\u0964\u0965\u0970\u09fd\u0a76'
    '\u0af0\u0c77\u0c84\u0df4\u0e4f\u0e5a\u0e5b\u0f04-\u0f12\u0f14\u0f3a-\u0f3d\u0f85\u0fd0-\u0fd4\u0fd9\u0fda\u104a-\u104f'
    '\u10fb\u1360-\u1368\u1400\u166e\u1680\u169b\u169c\u16eb-\u16ed\u1735\u1736\u17d4-\u17d6\u17d8-\u17da\u1800-\u180a'
    '\u1944\u1945\u1a1e\u1a1f\u1aa0-\u1aa6\u1aa8-\u1aad\u1b4e\u1b4f\u1b5a-\u1b60\u1b7d-\u1b7f\u1bfc-\u1bff\u1c3b-\u1c3f'
    '\u1c7e\u1c7f\u1cc0-\u1cc7\u1cd3\u1fbd\u1fbf-\u1fc1\u1fcd-\u1fcf\u1fdd-\u1fdf\u1fed-\u1fef\u1ffd\u1ffe\u2000-\u200a'
    '\u2010-\u2029\u202f-\u205f\u207a-\u207e\u208a-\u208e\u2118\u2140-\u2144\u214b\u2190-\u2194\u219a\u219b\u21a0\u21a3'
    '\u21a6\u21ae\u21ce\u21cf\u21d2\u21d4\u21f4-\u22ff\u2308-\u230b\u2320\u2321\u2329\u232a\u237c\u239b-\u23b3\u23dc-\u23e1'
    '\u25b7\u25c1\u25f8-\u25ff\u266f\u2768-\u2775\u27c0-\u27ff\u2900-\u2aff\u2b30-\u2b44\u2b47-\u2b4c\u2cf9-\u2cfc\u2cfe'
    '\u2cff\u2d70\u2e00-\u2e2e\u2e30-\u2e4f\u2e52-\u2e5d\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\u303d\u309b\u309c'
    '\u30a0\u30fb\ua4fe\ua4ff\ua60d-\ua60f\ua673\ua67e\ua6f2-\ua6f7\ua700-\ua716\ua720\ua721\ua789\ua78a\ua874-\ua877\ua8ce'
    '\ua8cf\ua8f8-\ua8fa\ua8fc\ua92e\ua92f\ua95f\ua9c1-\ua9cd\ua9de\ua9df\uaa5c-\uaa5f\uaade\uaadf\uaaf0\uaaf1\uab5b\uab6a'
    '\uab6b\uabeb\ufb29\ufbb2-\ufbc2\ufd3e\ufd3f\ufe10-\ufe19\ufe30-\ufe52\ufe54-\ufe66\ufe68\ufe6a\ufe6b\uff01-\uff03'
    '\uff05-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe2\uffe3\uffe9-\uffec\U00010100-\U00010102\U0001039f\U000103d0'
    '\U0001056f\U00010857\U0001091f\U0001093f\U00010a50-\U00010a58\U00010a7f\U00010af0-\U00010af6\U00010b39-\U00010b3f'
    '\U00010b99-\U00010b9c\U00010d6e\U00010d8e\U00010d8f\U00010ead\U00010ed0\U00010f55-\U00010f59\U00010f86-\U00010f89'
    '\U00011047-\U0001104d\U000110bb\U000110bc\U000110be-\U000110c1\U00011140-\U00011143\U00011174\U00011175'
    '\U000111c5-\U000111c8\U000111cd\U000111db\U000111dd-\U000111df\U00011238-\U0001123d\U000112a9\U000113d4\U000113d5'
    '\U000113d7\U000113d8\U0001144b-\U0001144f\U0001145a\U0001145b\U0001145d\U000114c6\U000115c1-\U000115d7'
    '\U00011641-\U00011643\U00011660-\U0001166c\U000116b9\U0001173c-\U0001173e\U0001183b\U00011944-\U00011946\U000119e2'
    '\U00011a3f-\U00011a46\U00011a9a-\U00011a9c\U00011a9e-\U00011aa2\U00011b00-\U00011b09\U00011be1\U00011c41-\U00011c45'
    '\U00011c70\U00011c71\U00011ef7\U00011ef8\U00011f43-\U00011f4f\U00011fff\U00012470-\U00012474\U00012ff1\U00012ff2'
    '\U00016a6e\U00016a6f\U00016af5\U00016b37-\U00016b3b\U00016b44\U00016d6d-\U00016d6f\U00016e97-\U00016e9a\U00016fe2'
    '\U0001bc9f\U0001cef0\U0001d6c1\U0001d6db\U0001d6fb\U0001d715\U0001d735\U0001d74f\U0001d76f\U0001d789\U0001d7a9'
    '\U0001d7c3\U0001da87-\U0001da8b\U0001e5ff\U0001e95e\U0001e95f\U0001eef0\U0001eef1\U0001f3fb-\U0001f3ff'
    '\U0001f8d0-\U0001f8d8]';

-- Pictures and currencies, such as emoji: [\p{So}\p{Sc}].
create function unicode_symbols() returns text
  language sql immutable parallel safe
  return '[\u0024\u00a2-\u00a6\u00a9\u00ae\u00b0\u0482\u058d-\u058f\u060b\u060e\u060f\u06de\u06e9\u06fd\u06fe\u07f6\u07fe\u07ff'
    '\u09f2\u09f3\u09fa\u09fb\u0af1\u0b70\u0bf3-\u0bfa\u0c7f\u0d4f\u0d79\u0e3f\u0f01-\u0f03\u0f13\u0f15-\u0f17\u0f1a-\u0f1f'
    '\u0f34\u0f36\u0f38\u0fbe-\u0fc5\u0fc7-\u0fcc\u0fce\u0fcf\u0fd5-\u0fd8\u109e\u109f\u1390-\u1399\u166d\u17db\u1940'
    '\u19de-\u19ff\u1b61-\u1b6a\u1b74-\u1b7c\u20a0-\u20c1\u2100\u2101\u2103-\u2106\u2108\u2109\u2114\u2116\u2117'
    '\u211e-\u2123\u2125\u2127\u2129\u212e\u213a\u213b\u214a\u214c\u214d\u214f\u218a\u218b\u2195-\u2199\u219c-\u219f\u21a1'
    '\u21a2\u21a4\u21a5\u21a7-\u21ad\u21af-\u21cd\u21d0\u21d1\u21d3\u21d5-\u21f3\u2300-\u2307\u230c-\u231f\u2322-\u2328'
    '\u232b-\u237b\u237d-\u239a\u23b4-\u23db\u23e2-\u2429\u2440-\u244a\u249c-\u24e9\u2500-\u25b6\u25b8-\u25c0\u25c2-\u25f7'
    '\u2600-\u266e\u2670-\u2767\u2794-\u27bf\u2800-\u28ff\u2b00-\u2b2f\u2b45\u2b46\u2b4d-\u2b73\u2b76-\u2bff\u2ce5-\u2cea'
    '\u2e50\u2e51\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u2ff0-\u2fff\u3004\u3012\u3013\u3020\u3036\u3037\u303e\u303f\u3190'
    '\u3191\u3196-\u319f\u31c0-\u31e5\u31ef\u3200-\u321e\u322a-\u3247\u3250\u3260-\u327f\u328a-\u32b0\u32c0-\u33ff'
    '\u4dc0-\u4dff\ua490-\ua4c6\ua828-\ua82b\ua836-\ua839\uaa77-\uaa79\ufbc3-\ufbd2\ufd40-\ufd4f\ufd90\ufd91\ufdc8-\ufdcf'
    '\ufdfc-\ufdff\ufe69\uff04\uffe0\uffe1\uffe4-\uffe6\uffe8\uffed\uffee\ufffc\ufffd\U00010137-\U0001013f'
    '\U00010179-\U00010189\U0001018c-\U0001018e\U00010190-\U0001019c\U000101a0\U000101d0-\U000101fc\U00010877\U00010878'
    '\U00010ac8\U00010ed1-\U00010ed8\U0001173f\U00011fd5-\U00011ff1\U00016b3c-\U00016b3f\U00016b45\U0001bc9c'
    '\U0001cc00-\U0001ccef\U0001ccfa-\U0001ccfc\U0001cd00-\U0001ceb3\U0001ceba-\U0001ced0\U0001cee0-\U0001ceef'
    '\U0001cf50-\U0001cfc3\U0001d000-\U0001d0f5\U0001d100-\U0001d126\U0001d129-\U0001d164\U0001d16a-\U0001d16c\U0001d183'
    '\U0001d184\U0001d18c-\U0001d1a9\U0001d1ae-\U0001d1ea\U0001d200-\U0001d241\U0001d245\U0001d300-\U0001d356'
    '\U0001d800-\U0001d9ff\U0001da37-\U0001da3a\U0001da6d-\U0001da74\U0001da76-\U0001da83\U0001da85\U0001da86\U0001e14f'
    '\U0001e2ff\U0001ecac\U0001ecb0\U0001ed2e\U0001f000-\U0001f02b\U0001f030-\U0001f093\U0001f0a0-\U0001f0ae'
    '\U0001f0b1-\U0001f0bf\U0001f0c1-\U0001f0cf\U0001f0d1-\U0001f0f5\U0001f10d-\U0001f1ad\U0001f1e6-\U0001f202'
    '\U0001f210-\U0001f23b\U0001f240-\U0001f248\U0001f250\U0001f251\U0001f260-\U0001f265\U0001f300-\U0001f3fa'
    '\U0001f400-\U0001f6d8\U0001f6dc-\U0001f6ec\U0001f6f0-\U0001f6fc\U0001f700-\U0001f7d9\U0001f7e0-\U0001f7eb\U0001f7f0'
    '\U0001f800-\U0001f80b\U0001f810-\U0001f847\U0001f850-\U0001f859\U0001f860-\U0001f887\U0001f890-\U0001f8ad'
    '\U0001f8b0-\U0001f8bb\U0001f8c0\U0001f8c1\U0001f900-\U0001fa57\U0001fa60-\U0001fa6d\U0001fa70-\U0001fa7c'
    '\U0001fa80-\U0001fa8a\U0001fa8e-\U0001fac6\U0001fac8\U0001facd-\U0001fadc\U0001fadf-\U0001faea\U0001faef-\U0001faf8'
    '\U0001fb00-\U0001fb92\U0001fb94-\U0001fbef\U0001fbfa]';

-- The scripts that are written without spaces between words: \p{scx=…} of Han, Hira, Kana, Bopo, Yiii, Thai, Laoo, Khmr, Mymr, Tale,
-- Talu, Lana, Tavt, Ahom, Java, Bali and Tibt.
create function unicode_unspaced() returns text
  language sql immutable parallel safe
  return '[\u00b7\u02bc\u02c7\u02c9-\u02cb\u02d7\u02d9\u02ea\u02eb\u0300\u0301\u0303\u0305\u0307\u0308\u030c\u0323\u0331'
    '\u0e01-\u0e3a\u0e40-\u0e5b\u0e81\u0e82\u0e84\u0e86-\u0e8a\u0e8c-\u0ea3\u0ea5\u0ea7-\u0ebd\u0ec0-\u0ec4\u0ec6'
    '\u0ec8-\u0ece\u0ed0-\u0ed9\u0edc-\u0edf\u0f00-\u0f47\u0f49-\u0f6c\u0f71-\u0f97\u0f99-\u0fbc\u0fbe-\u0fcc\u0fce-\u0fd4'
    '\u0fd9\u0fda\u1000-\u109f\u1780-\u17dd\u17e0-\u17e9\u17f0-\u17f9\u1950-\u196d\u1970-\u1974\u1980-\u19ab\u19b0-\u19c9'
    '\u19d0-\u19da\u19de-\u19ff\u1a20-\u1a5e\u1a60-\u1a7c\u1a7f-\u1a89\u1a90-\u1a99\u1aa0-\u1aad\u1b00-\u1b4c\u1b4e-\u1b7f'
    '\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u2ff0-\u2fff\u3001-\u3003\u3005-\u3011\u3013-\u301f\u3021-\u302d\u3030-\u3035'
    '\u3037-\u303f\u3041-\u3096\u3099-\u30ff\u3105-\u312f\u3190-\u31e5\u31ef-\u31ff\u3220-\u3247\u3280-\u32b0\u32c0-\u32cb'
    '\u32d0-\u3370\u337b-\u337f\u33e0-\u33fe\u3400-\u4dbf\u4e00-\ua48c\ua490-\ua4c6\ua700-\ua707\ua92e\ua980-\ua9cd'
    '\ua9cf-\ua9d9\ua9de-\ua9fe\uaa60-\uaac2\uaadb-\uaadf\uf900-\ufa6d\ufa70-\ufad9\ufe45\ufe46\uff61-\uff9f'
    '\U000116d0-\U000116e3\U00011700-\U0001171a\U0001171d-\U0001172b\U00011730-\U00011746\U00016fe2\U00016fe3'
    '\U00016ff0-\U00016ff6\U0001aff0-\U0001aff3\U0001aff5-\U0001affb\U0001affd\U0001affe\U0001b000-\U0001b122\U0001b132'
    '\U0001b150-\U0001b152\U0001b155\U0001b164-\U0001b167\U0001d360-\U0001d371\U0001f200\U0001f250\U0001f251'
    '\U00020000-\U0002a6df\U0002a700-\U0002b81d\U0002b820-\U0002cead\U0002ceb0-\U0002ebe0\U0002ebf0-\U0002ee5d'
    '\U0002f800-\U0002fa1d\U00030000-\U0003134a\U00031350-\U00033479]';

-- Letters that have two cases only since a later Unicode than 10, and the other one of each: the ICU of a server may not know them,
-- and what is stored must not depend on its version.
create function unicode_late_letters() returns text
  language sql immutable parallel safe
  return E'\u1c89\u1c90\u1c91\u1c92\u1c93\u1c94\u1c95\u1c96\u1c97\u1c98\u1c99\u1c9a\u1c9b\u1c9c\u1c9d\u1c9e\u1c9f\u1ca0\u1ca1'
    '\u1ca2\u1ca3\u1ca4\u1ca5\u1ca6\u1ca7\u1ca8\u1ca9\u1caa\u1cab\u1cac\u1cad\u1cae\u1caf\u1cb0\u1cb1\u1cb2\u1cb3\u1cb4'
    '\u1cb5\u1cb6\u1cb7\u1cb8\u1cb9\u1cba\u1cbd\u1cbe\u1cbf\u2c2f\ua7b8\ua7ba\ua7bc\ua7be\ua7c0\ua7c2\ua7c4\ua7c5\ua7c6'
    '\ua7c7\ua7c9\ua7cb\ua7cc\ua7ce\ua7d0\ua7d2\ua7d4\ua7d6\ua7d8\ua7da\ua7dc\ua7f1\ua7f5\U00010570\U00010571\U00010572'
    '\U00010573\U00010574\U00010575\U00010576\U00010577\U00010578\U00010579\U0001057a\U0001057c\U0001057d\U0001057e\U0001057f'
    '\U00010580\U00010581\U00010582\U00010583\U00010584\U00010585\U00010586\U00010587\U00010588\U00010589\U0001058a\U0001058c'
    '\U0001058d\U0001058e\U0001058f\U00010590\U00010591\U00010592\U00010594\U00010595\U00010d50\U00010d51\U00010d52\U00010d53'
    '\U00010d54\U00010d55\U00010d56\U00010d57\U00010d58\U00010d59\U00010d5a\U00010d5b\U00010d5c\U00010d5d\U00010d5e\U00010d5f'
    '\U00010d60\U00010d61\U00010d62\U00010d63\U00010d64\U00010d65\U00016e40\U00016e41\U00016e42\U00016e43\U00016e44\U00016e45'
    '\U00016e46\U00016e47\U00016e48\U00016e49\U00016e4a\U00016e4b\U00016e4c\U00016e4d\U00016e4e\U00016e4f\U00016e50\U00016e51'
    '\U00016e52\U00016e53\U00016e54\U00016e55\U00016e56\U00016e57\U00016e58\U00016e59\U00016e5a\U00016e5b\U00016e5c\U00016e5d'
    '\U00016e5e\U00016e5f\U00016ea0\U00016ea1\U00016ea2\U00016ea3\U00016ea4\U00016ea5\U00016ea6\U00016ea7\U00016ea8\U00016ea9'
    '\U00016eaa\U00016eab\U00016eac\U00016ead\U00016eae\U00016eaf\U00016eb0\U00016eb1\U00016eb2\U00016eb3\U00016eb4\U00016eb5'
    '\U00016eb6\U00016eb7\U00016eb8';

create function unicode_late_folds() returns text
  language sql immutable parallel safe
  return E'\u1c8a\u10d0\u10d1\u10d2\u10d3\u10d4\u10d5\u10d6\u10d7\u10d8\u10d9\u10da\u10db\u10dc\u10dd\u10de\u10df\u10e0\u10e1'
    '\u10e2\u10e3\u10e4\u10e5\u10e6\u10e7\u10e8\u10e9\u10ea\u10eb\u10ec\u10ed\u10ee\u10ef\u10f0\u10f1\u10f2\u10f3\u10f4'
    '\u10f5\u10f6\u10f7\u10f8\u10f9\u10fa\u10fd\u10fe\u10ff\u2c5f\ua7b9\ua7bb\ua7bd\ua7bf\ua7c1\ua7c3\ua794\u0282\u1d8e'
    '\ua7c8\ua7ca\u0264\ua7cd\ua7cf\ua7d1\ua7d3\ua7d5\ua7d7\ua7d9\ua7db\u019b\u0073\ua7f6\U00010597\U00010598\U00010599'
    '\U0001059a\U0001059b\U0001059c\U0001059d\U0001059e\U0001059f\U000105a0\U000105a1\U000105a3\U000105a4\U000105a5\U000105a6'
    '\U000105a7\U000105a8\U000105a9\U000105aa\U000105ab\U000105ac\U000105ad\U000105ae\U000105af\U000105b0\U000105b1\U000105b3'
    '\U000105b4\U000105b5\U000105b6\U000105b7\U000105b8\U000105b9\U000105bb\U000105bc\U00010d70\U00010d71\U00010d72\U00010d73'
    '\U00010d74\U00010d75\U00010d76\U00010d77\U00010d78\U00010d79\U00010d7a\U00010d7b\U00010d7c\U00010d7d\U00010d7e\U00010d7f'
    '\U00010d80\U00010d81\U00010d82\U00010d83\U00010d84\U00010d85\U00016e60\U00016e61\U00016e62\U00016e63\U00016e64\U00016e65'
    '\U00016e66\U00016e67\U00016e68\U00016e69\U00016e6a\U00016e6b\U00016e6c\U00016e6d\U00016e6e\U00016e6f\U00016e70\U00016e71'
    '\U00016e72\U00016e73\U00016e74\U00016e75\U00016e76\U00016e77\U00016e78\U00016e79\U00016e7a\U00016e7b\U00016e7c\U00016e7d'
    '\U00016e7e\U00016e7f\U00016ebb\U00016ebc\U00016ebd\U00016ebe\U00016ebf\U00016ec0\U00016ec1\U00016ec2\U00016ec3\U00016ec4'
    '\U00016ec5\U00016ec6\U00016ec7\U00016ec8\U00016ec9\U00016eca\U00016ecb\U00016ecc\U00016ecd\U00016ece\U00016ecf\U00016ed0'
    '\U00016ed1\U00016ed2\U00016ed3';

-- Looks for such a letter first, as translate compares each letter of a text with all of these.
create function fold_late_letters(text text) returns text
  language sql immutable parallel safe strict
  return case
    when text ~ ('[' || unicode_late_letters() || ']') then translate(text, unicode_late_letters(), unicode_late_folds())
    else text
  end;

-- Full case folding, in normal form KD. Upper case in between makes ß ss; ı, which is no i, is kept out of it; a final sigma is a
-- sigma. Text that is all ASCII, as most is, takes the short way.
create function fold_case(text text) returns text
  language sql immutable parallel safe strict
  return case
    when octet_length(text) = length(text) then lower(text collate "C")
    else translate(
      lower(upper(lower(translate(normalize(fold_late_letters(text), NFKD), 'ı', U&'\FFFE') collate "und-x-icu"))),
      U&'ς\FFFE', 'σı'
    ) collate "C"
  end;

-- A name as it is compared: with full case folding, in normal form KC, without ignorable characters, white space as single spaces.
create function fold_name(name text) returns text
  language sql immutable parallel safe strict
  return btrim(regexp_replace(
    normalize(regexp_replace(fold_case(name), unicode_ignorable(), '', 'g'), NFKC), '[\u0009-\u000d\u0020\u0085\u1680\u2028\u2029]+', ' ', 'g'
  ));

-- The words of a text, with full case folding, divided by spaces, without marks and with plain Latin letters. A run of symbols, or of
-- a script without spaces, is a word that begins with U+0001.
create function fold_words(text text) returns text
  language sql immutable parallel safe strict
  return case
    when octet_length(text) = length(text) then replace(regexp_replace(fold_case(text), unicode_dividers(), ' ', 'g'), '$', E' \x01$ ')
    else regexp_replace(
      regexp_replace(
        translate(
          replace(replace(regexp_replace(fold_case(text), unicode_marks(), '', 'g'), 'æ', 'ae'), 'œ', 'oe'), 'øđħıłŧ', 'odhilt'
        ),
        unicode_dividers(), ' ', 'g'
      ),
      '(' || unicode_unspaced() || '+|' || unicode_symbols() || '+)', E' \x01\\1 ', 'g'
    )
  end;

-- The words as they are indexed, or as they are looked for, of a hundred characters at most. Of a run, each four characters that
-- follow one another are a word, so that the beginnings of words are all that has to be looked for: of what is held, also the last
-- three, two and one; of what is sought, only whole fours, or the run if it is shorter. Only built-in functions are called by name,
-- because an index is built without a search path.
create function split_words(folded text, sought boolean) returns text[]
  language plpgsql immutable parallel safe strict as $$
declare
  words text[] := '{}';
  word text;
  letters text[];
begin
  foreach word in array string_to_array(folded, ' ') loop
    if starts_with(word, E'\x01') then
      letters := string_to_array(substr(word, 2), null);
      for n in 1 .. case when sought then greatest(cardinality(letters) - 3, 1) else cardinality(letters) end loop
        words := words || concat(letters[n], letters[n + 1], letters[n + 2], letters[n + 3]);
      end loop;
    elsif word <> '' then
      words := words || left(word, 100);
    end if;
  end loop;
  return words;
end $$;

create function words_held(text text) returns text[]
  language sql immutable parallel safe strict
  return split_words(fold_words(text), false);

create function words_sought(search text) returns text[]
  language sql immutable parallel safe strict
  return array(select distinct word from unnest(split_words(fold_words(search), true)) as word);

-- What a task is found by: its words after its user's id, so that one index leads to a user's own.
create function search_keys(user_id bigint, title text, description text) returns tsvector
  language sql immutable parallel safe
  return array_to_tsvector(string_to_array(
    user_id::text || '/' || array_to_string(words_held(title || ' ' || coalesce(description, '')), ' ' || user_id::text || '/'), ' '
  ));

-- How well a title fits the words sought: two for each that it holds whole, one for each that begins one of its words. Without a
-- search, all titles fit alike.
create function title_relevance(title text, sought text[]) returns integer
  language plpgsql immutable parallel safe as $$
declare
  held text;
  word text;
  score integer := 0;
begin
  if sought is null then
    return 0;
  end if;
  held := ' ' || array_to_string(words_held(title), ' ') || ' ';
  foreach word in array sought loop
    score := score + case when strpos(held, ' ' || word || ' ') > 0 then 2 when strpos(held, ' ' || word) > 0 then 1 else 0 end;
  end loop;
  return score;
end $$;

-- The order of titles: case and width do not count, accents do. Equal titles are in the order of creation.
create collation title_order (provider = icu, locale = 'und-u-ks-level2', deterministic = false);

-- The keys of tags are derived here, whatever a statement says, so that those of a process of the version before are right too.
create function fold_tag() returns trigger
  language plpgsql as $$
begin
  new.name_key := fold_name(new.name);
  return new;
end $$;
create trigger folded before insert or update of name, name_key on tags for each row execute function fold_tag();

create function tag_key(user_id bigint, name text) returns text
  language sql immutable parallel safe
  return user_id::text || ':' || fold_name(name);

create function fold_tags_of_task() returns trigger
  language plpgsql as $$
begin
  new.tag_keys := array(select tag_key(new.user_id, name) from unnest(new.tags) as name);
  return new;
end $$;
create trigger folded_tags before insert or update of tags, tag_keys on tasks for each row
  when (new.tags <> '{}' or new.tag_keys <> '{}') execute function fold_tags_of_task();

-- The caller's tasks that have at least one of some tags, by their names. Until the existing keys are folded, the names as given, too.
create or replace function tasks_with_any_tag(keys text[]) returns setof bigint
  language sql stable security definer
begin atomic
  select tasks.id
  from tasks
  where tasks.user_id = caller_id()
    and tasks.tag_keys <> '{}'
    and tasks.tag_keys && array(select unnest(array[tag_key(caller_id(), name), caller_id()::text || ':' || name]) from unnest(keys) as name);
end;

-- Those that have all of them. The first leads to them.
create or replace function tasks_with_all_tags(keys text[]) returns setof bigint
  language sql stable security definer
begin atomic
  select tasks.id
  from tasks
  where tasks.user_id = caller_id()
    and tasks.tag_keys <> '{}'
    and tasks.tag_keys && array[tag_key(caller_id(), keys[1]), caller_id()::text || ':' || keys[1]]
    and not exists (
      select from unnest(keys) as name
      where not tasks.tag_keys && array[tag_key(caller_id(), name), caller_id()::text || ':' || name]
    );
end;

-- For folding the existing keys: the owner of the table has to see whose there are.
create policy folding on tags for select to current_user using (true);
