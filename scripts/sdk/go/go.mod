module taskpact

go 1.23
