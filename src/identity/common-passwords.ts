/** Whether a password, in lower case, is a common one. */
export const isCommonPassword = (folded: string): boolean => common.has(folded)

// Only of eight characters and more: shorter ones are refused by the contract.
const common = new Set(
  `
  01234567 0123456789 09876543 0987654321 10203040 11112222 11223344 1122334455 12121212 12131415 123123123 12312312 1234123412
  12341234 12344321 123454321 1234554321 12345678 123456789 1234567890 12345678910 123456788 123456780 123456781 12345679
  1234567a 1234567q 123456abc 123456aa 123456qwe 123456qwerty 12345qwert 1234qwer 123abc123 123abc456 123qwe123 123qweasd
  123qweasdzxc 12qwaszx 13131313 13579246 135792468 147258369 14725836 159357159 159753159 19871987 1a2b3c4d 1q2w3e4r
  1q2w3e4r5t 1q2w3e4r5t6y 1qaz1qaz 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 20002000 20202020 21212121 23232323 24681012 25802580 29292929
  31313131 31415926 314159265 32103210 43214321 54321012 55667788 69696969 741852963 74108520 76543210 77778888 87654321
  88889999 963852741 98765432 987654321 9876543210 99887766
  a1234567 a12345678 a123456789 a1b2c3d4 a1b2c3d4e5 aa123456 aa12345678 aaaa1111 abc12345 abc123456 abc123abc abc123def abcabc123
  abcd1234 abcd12345 abcdabcd abcde12345 abcdef12 abcdef123 abcdefg1 abcdefgh abcdefghi access14 admin123 admin1234 admin12345
  administrator adminadmin alexander alexandra amsterdam anderson angel123 asd123456 asdasdasd asdf1234 asdf12345 asdfasdf
  asdfghjk asdfghjkl asdfghjkl1 asdfjkl; asdqwe123 asdzxc123 asshole1 babygirl babygirl1 barcelona baseball baseball1 basketball
  beautiful benjamin blink182 bismillah brooklyn business butterfly california carolina caroline catherine change123 changeit
  changeme1 changeme123 changeme charlie1 charlie123 charlotte chelsea1 chicken1 chocolate christian christina christine
  christopher cinderella computer computer1 cocacola courtney danielle default1 dolphins dragon12 dragon123 dragonball elephant
  elizabeth emmanuel everything facebook facebook1 falcon12 fernando fish1234 flower123 football football1 football12 forever1
  forever21 formula1 franklin freedom1 friendship fuckyou1 fuckyou2 fuckyou123 garfield gateway1 gfhjkmgfhjkm godzilla goldfish
  goodluck google123 guest123 hannah123 happy123 hardcore harrypotter hello123 hello1234 hellohello hollywood iloveme1 iloveyou
  iloveyou1 iloveyou12 iloveyou123 iloveyou2 iloveyou! internet jackson5 jasmine1 jennifer jennifer1 jessica1 jonathan jordan23
  justin123 kawasaki kimberly killer123 kristina lalalala lasvegas lebron23 letmein1 letmein12 letmein123 letmein! letmein1!
  liverpool liverpool1 logitech login123 lollipop loveyou1 lovelove loveme123 manchester marlboro marshall master123 matthew1
  maverick mercedes michael1 michael123 michelle michelle1 midnight minecraft minecraft1 monkey12 monkey123 motorola mustang1
  mypassword mypassword1 myspace1 naruto123 nicholas nintendo november numberone p@55w0rd p@55word p@ssw0rd p@ssw0rd1 p@ssw0rd123
  p@ssword p@ssword1 p@ssword123 pa$$w0rd pa$$word pa55w0rd pa55word pakistan passport passw0rd passw0rd! passw0rd1 passw0rd123
  password password! password!1 password. password0 password00 password01 password1 password1! password10 password11 password12
  password123 password123! password1234 password12345 password123456 password13 password2 password21 password22 password3
  password4 password5 password6 password7 password69 password77 password8 password88 password9 password99 passwordpassword
  passwort passwort1 passwort123 patricia pokemon1 pokemon123 poohbear porsche911 portugal precious princess princess1
  princess12 princess123 q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 q12345678 qazwsx123 qazwsxed qazwsxedc qazxsw21 qazxswedc qqww1122
  qwaszx12 qwe12345 qwe123456 qwe123qwe qweasd123 qweasdzx qweasdzxc qweqweqwe qwer1234 qwer12345 qwerasdf qwerqwer qwert123
  qwert1234 qwert12345 qwerty01 qwerty11 qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwerty1! qwertyqwerty qwertyui
  qwertyuio qwertyuiop qwertyuiop1 qwertz123 qwertzui qwertzuiop rachel123 rainbow1 rangers1 realmadrid rockstar rockyou1
  samantha samantha1 samsung1 samsung123 scarface scorpion secret123 security september serenity shadow123 shopping skywalker
  slipknot snickers snowball snowboard soccer123 softball spiderman spongebob starwars starwars1 stephanie steelers summer123
  sunflower sunshine sunshine1 sunshine123 superman superman1 superman123 superstar sweetheart sweetie1 swordfish taskpact tasktask
  tequila1 testing1 testing123 test1234 test12345 test123456 testtest thunder1 tinkerbell tottenham trustno1 trustno1! undertaker
  universal university valentina valentine vanessa1 veronica victoria victoria1 volleyball warcraft warriors welcome1 welcome01
  welcome12 welcome123 welcome1234 welcome! welcome1! whatever whatever1 william1 windows10 winston1 wolverine worldcup xbox360
  yankees1 yesterday yourmother zaq12wsx zaq1zaq1 zaq1xsw2 zxasqw12 zxc12345 zxc123456 zxcasdqwe zxcv1234 zxcvbnm1 zxcvbnm12
  zxcvbnm123 zxcvbnm, zxcvzxcv
`
    .trim()
    .split(/\s+/),
)
