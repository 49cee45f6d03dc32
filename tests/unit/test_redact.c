/* test_redact.c: what redact.h says: a table a language, and what must stay. */
#include "given.h"

#include "redact.h"

#include <string.h>

static void assert_redacted(const char *text, const char *expected)
{
    OWNED(text_release) struct text out = {0};
    OWNED(text_release) struct text again = {0};
    assert_true(redact(text, &out));
    if (strcmp(text_string(&out), expected) != 0)
        fail_msg("'%s' became '%s', not '%s'", text, text_string(&out), expected);
    assert_true(text_characters(text_string(&out)) <= text_characters(text));
    assert_true(redact(text_string(&out), &again));
    assert_string_equal(text_string(&again), expected);
}

struct redaction {
    const char *text, *expected;
};

static void assert_all(const struct redaction *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_redacted(cases[i].text, cases[i].expected);
}

#define ASSERT_ALL(cases) assert_all(cases, sizeof(cases) / sizeof *(cases))

/* ---- by what it is ---- */

static void test_addresses(void **state)
{
    (void)state;
    static const struct redaction cases[] = {
        {"Écrivez à jean.dupont@exemple.fr svp",        "Écrivez à […] svp"},
        {"jean.dupont+cv@mail.exemple.co.uk.",            "[…]."               },
        {"JEAN@EXEMPLE.FR",                               "[…]"                },
        {"ｊｅａｎ＠ｅｘｅｍｐｌｅ．ｆｒ", "[…]"                },
        {"jean @ exemple.fr",                             "[…]"                },
        {"jean[at]exemple.fr",                            "[…]"                },
        {"jean (at) exemple (dot) fr merci",              "[…] merci"          },
        {"jean arobase exemple point fr",                 "[…]"                },
        {"juan arroba ejemplo punto es",                  "[…]"                },
        {"anna {at} beispiel.de",                         "[…]"                },
        {"jean at exemple.fr",                            "[…]"                },
        {"jean @exemple.fr",                              "[…]"                },
        {"je\u00ADan\u200B@exemple.fr",                   "[…]"                },
        {"josé@peña.es et anna@müller.de",             "[…] et […]"       },
        {"vu sur @jean_dupont !",                         "vu sur […] !"       },
        {"(jean@exemple.fr)",                             "([…])"              },
        {"https://exemple.fr/jean?x=1#y, merci",          "[…], merci"         },
        {"voir www.exemple.fr.",                          "voir […]."          },
        {"HTTP://EXEMPLE.FR",                             "[…]"                },
        {"mon CV : linkedin.com/in/jean-dupont",          "mon CV : […]"       },
        {"facebook.com et jean-dupont.de ici",            "[…] et […] ici"   },
        {"mon site jeandupont.es",                        "mon site […]"       },
        {"t.me/jean",                                     "[…]"                },
        {"mon site : exemple.online",                     "mon site : […]"     },
        {"EXEMPLE.ONLINE merci",                          "[…] merci"          },
        {"jean.exemple.club, merci",                      "[…], merci"         },
        {"exemple.xyz/jean",                              "[…]"                },
        {"exemple.inconnu/jean ?",                        "[…] ?"              },
        {"jean à mail point fr",                         "[…]"                },
        {"jean à gmail.com svp",                         "[…] svp"            },
        {"jean point dupont à mail point fr",            "[…]"                },
        {"jean tiret dupont arobase exemple point fr",    "[…]"                },
        {"a@b",                                           "[…]"                },
        {"jeandupont.de bitte",                           "[…] bitte"          },
        {"mipagina.es por favor",                         "[…] por favor"      },
        {"rossimario.it per favore",                      "[…] per favore"     },
        {"dupontjean.be est bien",                        "[…] est bien"       },
        {"jeandupont.ma merci",                           "[…] merci"          },
        {"joan arrova exemple punt cat",                  "[…]"                },
        {"ane a bildua exemple puntu eus",                "[…]"                },
        {"ane abildua gmail.com",                         "[…]"                },
        {"jean arobase gmail com",                        "[…] com"            },
        {"joao arroba gmail",                             "[…]"                },
        {"jean.dupont chez gmail.com",                    "[…]"                },
        {"anna bei gmx.de",                               "[…]"                },
        {"jean@@gmail.com",                               "[…]"                },
    };
    ASSERT_ALL(cases);
}

static void test_telephones(void **state)
{
    (void)state;
    static const struct redaction cases[] = {
        {"06 12 34 56 78",                                                   "[…]"          },
        {"0612345678 le soir",                                               "[…] le soir"  },
        {"au 06.12.34.56.78, merci",                                         "au […], merci"},
        {"01.12.11.20.22",                                                   "[…]"          },
        {"06-12-34-56-78",                                                   "[…]"          },
        {"06/12/34/56/78",                                                   "[…]"          },
        {"01/10/11/12/10",                                                   "[…]"          },
        {"06 12 11 20 22",                                                   "[…]"          },
        {"+33 (0)6 12 34 56 78",                                             "[…]"          },
        {"(+33) 612345678",                                                  "[…]"          },
        {"0033 6 12 34 56 78",                                               "[…]"          },
        {"+41 79 123 45 67",                                                 "[…]"          },
        {"+32 475 12 34 56",                                                 "[…]"          },
        {"0170 1234567",                                                     "[…]"          },
        {"030/12345678",                                                     "[…]"          },
        {"333 123 4567",                                                     "[…]"          },
        {"612 345 678",                                                      "[…]"          },
        {"912 345 678",                                                      "[…]"          },
        {"22 33 44 55",                                                      "[…]"          },
        {"+212 6 12 34 56 78",                                               "[…]"          },
        {"\u0660\u0666 \u0661\u0662 \u0663\u0664 \u0665\u0666 \u0667\u0668", "[…]"          },
        {"\u06F0\u06F6\u06F1\u06F2\u06F3\u06F4\u06F5\u06F6\u06F7\u06F8",     "[…]"          },
        {"０６　１２　３４　５６　７８",                       "[…]"          },
        {"06\u00A012\u202F34\u200956\u201178",                               "[…]"          },
        {"tél. 123 456",                                                    "tél. […]"    },
        {"Handy: 1234567",                                                   "Handy: […]"   },
        {"هاتف: ١٢٣٤٥٦",                                           "هاتف: […]"},
        {"06, 12, 34, 56, 78",                                               "[…]"          },
        {"au 06:12:34:56:78 svp",                                            "au […] svp"   },
        {"06 ; 12 ; 34 ; 56 ; 78",                                           "[…]"          },
        {"0,6,1,2,3,4,5,6,7,8",                                              "[…]"          },
        {"6 1 2 3 4 5 6 7 8",                                                "[…]"          },
        {"612 345 678 €",                                                  "[…] €"      },
        {"06 12 34 56 78 ou 01 23 45 67 89",                                 "[…] ou […]" },
        {"06•12•34•56•78",                                           "[…]"          },
        {"06·12·34·56·78",                                               "[…]"          },
        {"06\\12\\34\\56\\78",                                               "[…]"          },
    };
    ASSERT_ALL(cases);
}

/* Made up; those with check digits have right ones where it matters. */
static void test_numbers_of_persons(void **state)
{
    (void)state;
    static const struct redaction cases[] = {
        {"FR76 3000 6000 0112 3456 7890 189 svp", "[…] svp"    }, /* IBAN */
        {"DE89370400440532013000",                "[…]"        },
        {"GB29 NWBK 6016 1331 9268 19",           "[…]"        },
        {"ES91 2100 0418 4502 0005 1332",         "[…]"        },
        {"pt50 0002 0123 1234 5678 9015 4",       "[…]"        },
        {"MA64 011 519 0000012050005344 92 ici",  "[…] ici"    },
        {"1 85 05 78 006 084 36",                 "[…]"        }, /* NIR */
        {"185057800608436",                       "[…]"        },
        {"2 69 05 2A 588 157 80",                 "[…]"        }, /* of Corsica */
        {"269052B588157",                         "[…]"        },
        {"12345678Z",                             "[…]"        }, /* DNI */
        {"12345678-Z",                            "[…]"        },
        {"12.345.678 Z",                          "[…]"        },
        {"X1234567L",                             "[…]"        }, /* NIE */
        {"X-1234567-L",                           "[…]"        },
        {"RSSMRA85T10A562S",                      "[…]"        }, /* codice fiscale */
        {"rssmra 85t10 a562s",                    "[…]"        },
        {"NIF 123 456 789",                       "NIF […]"    }, /* PT */
        {"86 095 742 719",                        "[…]"        }, /* Steuer-ID */
        {"65 170839 J 003",                       "[…]"        }, /* SVNR */
        {"85.07.30-033.28",                       "[…]"        }, /* BE */
        {"25.07.30-033.28",                       "[…]"        },
        {"756.1234.5678.97",                      "[…]"        }, /* AHV */
        {"4111 1111 1111 1111",                   "[…]"        }, /* cards */
        {"4111-1111-1111-1112",                   "[…]"        },
        {"3782 822463 10005",                     "[…]"        },
        {"4111,1111,1111,1111",                   "[…]"        }, /* ISO/IEC 7812-1: right by its last digit */
        {"3782, 822463, 10005",                   "[…]"        },
        {"AB 12 34 56 C",                         "[…]"        }, /* NINO: HMRC, NIM39110 */
        {"JG-12-34-56-A",                         "[…]"        },
        {"AB123456C",                             "[…]"        },
        {"12AB34567",                             "[…]"        }, /* passport */
        {"dossier 2026123456",                    "dossier […]"},
        {"DNI 1234567-L",                         "DNI […]"    },
        {"123 4567 A",                            "[…]"        },
        {"1234567A",                              "[…]"        },
        {"carta CA 12345 AA",                     "carta […]"  },
        {"CIN AB 123456",                         "CIN AB […]" },
    };
    ASSERT_ALL(cases);
}

/* ---- names, by language ---- */

static void test_names(void **state)
{
    (void)state;
    static const struct redaction cases[] = {
        {"Mme Dupont était à l'écoute",                "[…] était à l'écoute"  },
        {"Merci à M. Jean-Pierre de La Tour !",          "Merci à […] !"           },
        {"M.Martin m'a aidé",                            "[…] m'a aidé"            },
        {"merci mme dupont pour tout",                    "merci […] pour tout"      },
        {"MERCI MME DUPONT POUR TOUT",                    "MERCI […] POUR TOUT"      },
        {"Madame Nguyễn Thị, très bien",             "[…], très bien"          },
        {"Mlle O'Neil et Monsieur D'Angelo",              "[…] et […]"             },
        {"Me\u0301decin : Dr Müller",                    "Me\u0301decin : […]"      },
        {"Mme K. a été super",                          "[…] a été super"        },
        {"Mr Smith was kind, Mrs. Jones too",             "[…] was kind, […] too"  },
        {"Ms Mary Ann Smith helped",                      "[…] helped"               },
        {"La Sra. García me ayudó",                     "La […] me ayudó"         },
        {"Gracias, D. Juan y D.ª Ana María",            "Gracias, […] y […]"     },
        {"el señor de la Fuente fue amable",             "el […] fue amable"        },
        {"La sig.ra Rossi è stata brava",                "La […] è stata brava"    },
        {"Dott.ssa Maria Bianchi, grazie",                "[…], grazie"              },
        {"A Sra. D. Maria da Silva foi simpática",       "A […] foi simpática"     },
        {"o senhor João dos Santos ajudou",              "o […] ajudou"             },
        {"Frau Dr. Weber hat geholfen",                   "[…] hat geholfen"         },
        {"Herr von der Leyen war nett",                   "[…] war nett"             },
        {"La senyora Puig m'ha ajudat",                   "La […] m'ha ajudat"       },
        {"Agirre jauna oso jatorra zen",                  "[…] oso jatorra zen"      },
        {"Maite Etxeberria andreak lagundu dit",          "[…] lagundu dit"          },
        {"السيدة فاطمة ساعدتني",        "[…] ساعدتني"       },
        {"شكرا للسيد محمد بن علي",      "شكرا […]"             },
        {"السَّيِّد محمد",                   "[…]"                      },
        {"د. أحمد ممتاز",                       "[…] ممتاز"           },
        {"M. محمد",                                   "[…]"                      },
        {"Mme X et M. Y",                                 "[…] et […]"             },
        {"Merci M. Ben",                                  "Merci […]"                },
        {"MERCI MONSIEUR JEAN PIERRE",                    "MERCI […]"                },
        {"MM. Durand et Martin ont aidé",                "[…] ont aidé"            },
        {"MM. Jean Durand, Petit et Paul Martin",         "[…]"                      },
        {"merci à Mmes Petit et Grand, Accueil parfait",
         "merci à […], Accueil parfait"                                             },
        {"MM DURAND ET MARTIN POUR TOUT",                 "[…] POUR TOUT"            },
        {"Mesdames Petit & Grand",                        "[…]"                      },
        {"Sig. Rossi e Bianchi, grazie",                  "[…], grazie"              },
        {"Srs. Silva e Costa",                            "[…]"                      },
        {"السيد محمد علي حسن",             "[…]"                      },
        {"السيد محمد العلوي ساعدني", "[…] ساعدني"         },
        {"السيدة فاطمة وخديجة",          "[…]"                      },
        {"Mme: Dupont",                                   "[…]"                      },
        {"Mme : Dupont, merci",                           "[…], merci"               },
        {"Mme, Dupont",                                   "[…]"                      },
        {"Mme/M. Dupont",                                 "[…]"                      },
        {"Pr Dupont et Me Dupond",                        "[…] et […]"             },
        {"Hr Müller, Frl. Meier",                        "[…], […]"               },
        {"Profa. Ana e Eng.º João, engº Rita",         "[…] e […], […]"       },
        {"Agirre jn. oso jatorra zen",                    "[…] oso jatorra zen"      },
        {"Merci madame martin",                           "Merci […]"                },
        {"madame martin est super",                       "[…] est super"            },
        {"herr müller war nett, danke frau weber",       "[…] war nett, danke […]"},
        {"chez M. durand, chez m. martin",                "chez […], chez […]"     },
        {"Quiero hablar con Don Pepe",                    "Quiero hablar con […]"    },
        {"gracias señora garcia",                        "gracias […]"              },
        {"la señora garcía fue amable",                 "la […] fue amable"        },
        {"el señor lopez",                               "el […]"                   },
        {"la signora bianchi è brava",                   "la […] è brava"          },
        {"signor rossi",                                  "[…]"                      },
        {"a senhora costa ajudou",                        "a […] ajudou"             },
        {"o senhor silva",                                "o […]"                    },
        {"senyor puig",                                   "[…]"                      },
        {"la senyora vidal",                              "la […]"                   },
        {"agirre jauna oso jatorra zen",                  "[…] oso jatorra zen"      },
        {"eskerrik asko agirre andreari",                 "eskerrik asko […]"        },
        {"miss jones helped",                             "[…] helped"               },
        {"mister smith",                                  "[…]"                      },
        {"docteur martin",                                "[…]"                      },
        {"le docteur martin était là",                  "le […] était là"        },
        {"el profesor Martínez",                         "el […]"                   },
        {"la profesora martínez",                        "la […]"                   },
        {"il professore verdi",                           "il […]"                   },
        {"Melle Durand",                                  "[…]"                      },
        {"Mme \"Dupont\" est là",                        "[…] est là"              },
        {"Mme (Dupont) est là",                          "[…] est là"              },
        {"Mme-Dupont",                                    "[…]"                      },
        {"die frau müller war nett",                     "die […] war nett"         },
        {"Agirre andereñoari",                           "[…]"                      },
        {"المهندس محمد ساعدني",          "[…] ساعدني"         },
        {"سيدي محمد",                             "[…]"                      },
        {"لالة فاطمة",                           "[…]"                      },
    };
    ASSERT_ALL(cases);
}

/* ---- what must stay ---- */

static void test_what_leads_to_nobody_stays(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        " ",
        "Très bien !",
        "le 12/11/2026 à 14h30",
        "12.11.2026 oder 2026-11-12",
        "du 12/11/2026 au 14/11/2026, 12/11/2026-14/11/2026",
        "room 204",
        "3 fois",
        "Ouvert 10h-12h et 14h-18h30",
        "10-12, 14-18; 10-12 14-18",
        "10.30-12.30 Uhr, 10.00-18.00",
        "14:00-18:30",
        "en 2025-2026, 2025 2026",
        "appeler le 3949 ou le 115",
        "1 200,50 € ou 12 500 000 €",
        "les 06, 12, 13, 20, 27 ou 28",
        "1 2 3 4 5 6 7 8 9",
        "0,1,2,3,4,5,6,7,8,9",
        "notes : 4, 5, 3, 5, 5, 5, 4, 5, 4, 5",
        "2017,2018,2019,2020",
        "4111,1111,1111,1112 habitants",
        "75019, 75020, 93100, 93200",
        "08:30, 09:30, 10:30, 11:30",
        "ouvert 09:00-12:30, 14:00-18:00",
        "LE 12/11/26 A 14H, le 12 11 26 à 10h",
        "12.000.000 eur",
        "Il y avait 1200 personnes, 75019 Paris",
        "bac 2025, Windows 11, covid19, B2",
        "Merci.De rien",
        "C'est la fin.Merci",
        "fin.Club très bien",
        "conseil.Accueil/orientation, etc.et/ou",
        "on arrive à un point de départ",
        "llegar a un punto de acuerdo",
        "il a un site point final",
        "savoir à quel point net, on arrive à mon point de vue",
        "gut.es war schön",
        "C'est bien.J'ai aimé",
        "rdv @ 10h, 10 @ 12",
        "he was at home. com",
        "We met at noon",
        "et/ou, 9/10, 4.5/5",
        "Merci Madame",
        "Madame, Monsieur, bonjour",
        "une dame à l'accueil",
        "La señora de la entrada es amable",
        "Die Frau am Empfang war nett",
        "mme est gentille",
        "madame la directrice, Monsieur le Directeur",
        "monsieur qui m'a reçu, madame m'a aidé, madame d'accueil",
        "un monsieur souriant, le monsieur barbu, cette madame âgée",
        "merci madame très accueillante",
        "madame accueillante et souriante",
        "Merci Monsieur, Excellent accueil",
        "Monsieur le Président, Madame la Formatrice, monsieur chef de salle",
        "Me gusta mucho. Me Gusta. ME ENCANTA MUCHO",
        "pr moi, PR NOUS",
        "tell me. They helped. Let Me Count, Loved Me Roger",
        "MS-DOS, SIG_DFL, forty m.p.h.",
        "MS-Office eta MS-Word ikastaroa, sarrerako andrea eta beste andrea",
        "eine schöne frau wäre da, Mann und Frau zusammen, Frau lieben",
        "Madame: Excellent, D: Quanto, M: What",
        "als frau gut beraten, die frau gegenüber, frau am empfang",
        "5 m. environ, p. m. luego, H&M. partout",
        "شكرا السيد",
        "MM. et Mmes",
        "la señora de la recepción",
        "la señora encargada y el señor mayor, una señora rubia",
        "el señor me ayudó, la señora atiende bien",
        "el profesor explica muy bien, la profesora de inglés",
        "la señora me escuchó con paciencia",
        "una signora gentile, la signora all'ingresso, il signore anziano",
        "la signora ascolta, il professore spiega bene",
        "o senhor da entrada, a senhora muito simpática",
        "um senhor ajudou, a senhora explicou tudo",
        "la senyora de l'entrada, el senyor explica bé",
        "le docteur était absent, mon docteur préfère attendre",
        "le professeur principal explique bien, un docteur en droit",
        "the miss was mine, I miss talking to them, we miss you",
        "my doctor recommended it, the professor spoke slowly, don't miss anything",
        "die frau hinter dem tisch, die frau arbeitet gut, der professor war da",
        "harrerako andrea oso jatorra zen, kaixo jauna, eskerrik asko jauna",
        "zuzendari jauna eta bulegoko andrea",
        "سيدي المدير، المهندس المعماري، شكرا سيدي",
        "merci.de rien, c'est bien.de plus, très bien.es war gut",
        "je suis inscrit chez apec, chez Emploi.Au revoir",
        "1234567 visites, 11/1/2026 A 14H, 123 4567 a",
        "le CIN est valable, MS-DOS, Dr-ING",
        "le monsieur de l'accueil",
        "a man called me, the mister",
        "M est une lettre, 3 m. de long",
        "I don't know",
        "La dona va ser amable",
        "Oso ondo, jauna eta andrea",
        "Welches andere Thema?",
        "an hour.It's not their fault",
        "at 12.30 p.m. They came, a Lady Called",
        "call the doctor. Did so. Ask a dr in town",
        "ouvert 7j/7 24h/24, bureau 12-14",
        "9:00-12:30/13:30-17:00",
        "15/09 17/09 22/09 29/09",
        "السيدة في الاستقبال",
        "مكتبة ممتازة ١٢ كتاب",
        "٢٠٢٦/١١/١٢",
        "👍👍 super 😀",
        "\u4F60\u597D",
        "…",
        "[…] et (…)",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_redacted(texts[i], texts[i]);
}

/* Nor do titles in small letters, in nine languages: what is said of a person whom
 * nobody names, and what merely looks like an address. */
static void test_what_is_said_after_a_title_stays(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "la señora que me recibió no sabía nada",
        "el señor del mostrador estaba ocupado",
        "la señora nos dio mucha información útil",
        "una señora amable, otro señor antipático",
        "la doctora habló claro y el profesor también",
        "el profesor llegó tarde",
        "la señorita tardó mucho",
        "los señores de recepción son simpáticos",
        "los profesores muy buenos, la profesora estupenda",
        "la signora allo sportello è stata gentile",
        "il signore che mi ha aiutato sapeva tutto",
        "la signora ci ha dato informazioni utili",
        "la professoressa molto preparata",
        "i signori della reception sono bravi",
        "un signore mi ha spiegato il bilancio",
        "la signorina rideva",
        "o senhor do balcão foi simpático",
        "a senhora estava cansada",
        "a senhora não sabia responder",
        "a professora ensina bem, o professor falava rápido",
        "minha senhora, obrigado",
        "os senhores foram simpáticos",
        "la senyora del taulell va ser amable",
        "el senyor parlava massa ràpid",
        "la senyora no sabia res",
        "la doctora molt bona, el professor excel·lent",
        "harrerako jauna atsegina zen",
        "andrea hau oso jatorra da",
        "bulegoko andreak lagundu dit",
        "emakume hura, gizon jauna",
        "eskerrik asko, andrea",
        "le docteur recommande du repos, le docteur a raison",
        "le professeur parle trop vite",
        "les professeurs sont patients",
        "docteur en médecine, professeur des écoles",
        "un docteur sympathique",
        "the doctor was late and the professor said hello",
        "I will miss this place, you can't miss it",
        "we miss having more time, they missed me",
        "miss you all",
        "mister nice guy",
        "die frau war sehr nett, die frau hat geholfen",
        "die frau konnte mir helfen, die frau gab mir tipps",
        "die frau kennt sich aus",
        "der doktor war da, der professor redet viel",
        "frau und herr",
        "المهندس الذي ساعدني",
        "سيدي الكريم شكرا",
        "شكرا سيدي على المساعدة",
        "a señor, por favor",
        "gracias señor, gracias señora",
        "merci docteur, merci professeur",
        "grazie signora, grazie mille signora gentile",
        "obrigado senhor, bom dia senhora",
        "gràcies senyora, bon dia senyor",
        "thank you miss, thanks mister",
        "rdv chez free, je travaille chez orange depuis 2 ans",
        "je suis allé chez mail boxes",
        "arbeite bei gmx",
        "c'est super.es ist gut, muy bien.es verdad",
        "très utile.de plus c'est gratuit",
        "non serve.it is useless",
        "parfait.ma conseillère est top",
        "el taller.es gratis",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_redacted(texts[i], texts[i]);
}

/* A name without a title is not known for one: a person reads remarks first. */
static void test_a_bare_name_stays(void **state)
{
    (void)state;
    assert_redacted("Karim m'a bien aidé", "Karim m'a bien aidé");
    assert_redacted("Mme Dupont et Karim", "[…] et Karim");
    assert_redacted("شكرا للسيد محمد على حسن الاستقبال", "شكرا […] على حسن الاستقبال");
    assert_redacted("السيد محمد على كل شيء", "[…] على كل شيء");
    assert_redacted("السيد محمد كريم جدا", "[…] كريم جدا");
}

static void test_marks_that_touch_are_one(void **state)
{
    (void)state;
    assert_redacted("Mme Dupont 06 12 34 56 78 a@b.fr ok", "[…] ok");
    assert_redacted("Mme Dupont, 06 12 34 56 78", "[…], […]");
}

/* ---- any input ---- */

/* A hundred thousand of what makes rules look far: time that grew with the square of it
 * would not end. */
static void test_any_text_is_read_in_linear_time(void **state)
{
    (void)state;
    static const char *const pieces[] = {"1",         "1 ",
                                         "12 ",       "a",
                                         "a.",        "@",
                                         "a@",        "@a.",
                                         "www.",      "(",
                                         "(a",        "[at]",
                                         "M. ",       "mme A de ",
                                         "fr76 ",     " dot ",
                                         ".",         "1.2.",
                                         "é",         "\u0660",
                                         "السيد ",    "A jauna ",
                                         "http://",   "2026-",
                                         "+",         "0033 ",
                                         "- ",        "de ",
                                         "www.)",     "tel ",
                                         "12345678a", "12/11/",
                                         "10.30-",    "x1 ",
                                         "a.de ",     "\u0301",
                                         "0, ",       "4111,",
                                         "0:",        "a point ",
                                         "a.b/",      "a a b point fr ",
                                         "mm A, ",    "mm A et ",
                                         "محمد علي ", "السيد محمد علي ",
                                         "mme: "};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        OWNED(text_release) struct text text = {0};
        OWNED(text_release) struct text out = {0};
        while (text.length < 100000)
            text_add(&text, pieces[i]);
        assert_true(redact(text_string(&text), &out));
        assert_true(text_is_utf8(out.bytes, out.length));
    }
}

/* Redacted, a text becomes no longer, and redacted twice, it is as once. */
static void assert_settled(const char *text)
{
    OWNED(text_release) struct text once = {0};
    OWNED(text_release) struct text twice = {0};
    assert_true(redact(text, &once));
    assert_true(redact(text_string(&once), &twice));
    if (strcmp(text_string(&once), text_string(&twice)) != 0
        || text_characters(text_string(&once)) > text_characters(text))
        fail_msg("'%s', '%s', '%s'", text, text_string(&once), text_string(&twice));
}

/* Every row of signs up to four long from what the rules look at. */
static void test_short_texts(void **state)
{
    (void)state;
    static const char *const signs[] = {"a", "A", "1", "@", ".",
                                        " ", "-", "m", "(", "é"};
    enum { SIGNS = 10, LONGEST = 4 };
    for (int length = 1, all = SIGNS; length <= LONGEST; length++, all *= SIGNS)
        for (int number = 0; number < all; number++) {
            OWNED(text_release) struct text text = {0};
            for (int i = 0, rest = number; i < length; i++, rest /= SIGNS)
                text_add(&text, signs[rest % SIGNS]);
            assert_settled(text_string(&text));
        }
}

/* Rows of eight words and signs, drawn by a generator that always draws the same. */
static void test_rows_of_what_rules_look_at(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "M. ",       "m. ",    "MM. ",    "Mme",   "Me ",     "Pr ",     "madame ",
        "frau ",     "Durand", "martin",  "et ",   ", ",      ": ",      "/",
        "-",         " ",      "السيد ",  "محمد ", "علي ",    "كان ",    "jn.",
        "Agirre ",   "06",     "12",      "1",     "4111",    ",",       ".",
        "@",         "à ",     "point ",  "fr",    "mail",    ".online", ".com",
        ".abc/",     "www.",   "AB",      "€",     "[…]",     "'",       "qui ",
        "la ",       "de ",    "señora ", "miss ", "garcía ", "(",       "\"",
        "a bildua ", "É",      "Eng.º ",  "sig. ", "tel ",    "+33"};
    enum { PIECES = sizeof pieces / sizeof *pieces, ROWS = 20000, LENGTH = 8 };
    uint64_t drawn = 1;
    for (int row = 0; row < ROWS; row++) {
        OWNED(text_release) struct text text = {0};
        for (int i = 0; i < LENGTH; i++) {
            drawn = drawn * 6364136223846793005 + 1442695040888963407;
            text_add(&text, pieces[(drawn >> 33) % PIECES]);
        }
        assert_settled(text_string(&text));
    }
}

/* ---- a document ---- */

static void test_only_free_texts_of_a_document_change(void **state)
{
    (void)state;
    struct error error = {0};
    struct form *form = form_load("tests/submissions/every.json", &error);
    const char *text = NULL;
    for (size_t i = 0; form && i < form->question_count; i++)
        if (form->questions[i].type == TEXT)
            text = form->questions[i].name;
    assert_non_null(text);
    json_t *document = json_pack("{s:s, s:{s:s, s:s}}", "key", "0612345678", "answers",
                                 "overall", "12345678", text, "06 12 34 56 78 !");
    assert_true(redact_document(document, form, &error));
    json_t *answers = json_object_get(document, "answers");
    assert_string_equal(document_string(document, "key"), "0612345678");
    assert_string_equal(document_string(answers, "overall"), "12345678");
    assert_string_equal(document_string(answers, text), "[…] !");
    json_object_set_new(answers, text, json_integer(12345678));
    assert_true(redact_document(document, form, &error));
    json_decref(document);
    form_free(form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_telephones),
        cmocka_unit_test(test_numbers_of_persons),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_what_leads_to_nobody_stays),
        cmocka_unit_test(test_what_is_said_after_a_title_stays),
        cmocka_unit_test(test_a_bare_name_stays),
        cmocka_unit_test(test_marks_that_touch_are_one),
        cmocka_unit_test(test_any_text_is_read_in_linear_time),
        cmocka_unit_test(test_short_texts),
        cmocka_unit_test(test_rows_of_what_rules_look_at),
        cmocka_unit_test(test_only_free_texts_of_a_document_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
