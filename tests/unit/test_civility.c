/* test_civility.c: names of persons are told by their title, names of places are let
 * be. Titles are those of the network's nine languages, written as its typists do. */
#include "given.h"

#include "sortie/civility.h"

static bool found(const char *name)
{
    OWNED(glyphs_release) struct glyphs glyphs = {0};
    assert_true(glyphs_read(&glyphs, name));
    return civility_found(&glyphs);
}

static void test_persons(void **state)
{
    (void)state;
    static const char *const persons[] = {
        "Mme Martin",
        "Bureau de M. Durand",
        "Atelier (Dr House)",
        "Frau Beruf",
        "Herr Schmidt",
        "Sig.ra Rossi",
        "Sr. Pérez",
        "Dott. Bianchi",
        "MR SMITH",
        "Mrs. Élan",
        "Doña Inés",
        "السيدة فاطمة",
        /* spaces that French sets, and none */
        "M.\u00A0Dupont",
        "M.\u202FDupont",
        "Mme\u00A0Martin",
        "Dr\u2009House",
        "M.Dupont",
        "Mme.Martin",
        "Sra.García",
        "Dott.ssa Bianchi",
        "MM. Durand",
        /* without a dot, with a raised letter */
        "Ms Smith",
        "ms Smith",
        "Sra García",
        "Sr Pérez",
        "Dra López",
        "Prof Weber",
        "Sig Rossi",
        "Pr. Martin",
        "Srta Gil",
        "Prof.ssa Neri",
        "Sr.ª Silva",
        "Drª Costa",
        /* in capitals, accents in pieces */
        "SEÑOR PÉREZ",
        "SEÑORA GIL",
        "DOÑA INÉS",
        "SEN\u0303OR PEREZ",
        "FRÄULEIN ENGEL",
        "MS. SMITH",
        "SIG. ROSSI",
        "M. DUPONT",
        "Señorita Gil",
        "Senyor Puig",
        /* one by one */
        "Miss Jones",
        "Mademoiselle Blanc",
        "Monsieur Noir",
        "Madame Blanc",
        "Hr. Weber",
        "Senhor Costa",
        "Senhora Costa",
        "Signora Neri",
        "Don Juan",
        "Professor Weber",
        "Avv. Neri",
        "Entretien : M. Petit",
        "Club/Mme Petit",
        "الدكتور أحمد",
        "د. أحمد",
        "Agirre jauna",
        "Miren Agirre andrea",
    };
    for (size_t i = 0; i < sizeof persons / sizeof *persons; i++)
        if (!found(persons[i]))
            fail_msg("'%s' was let through", persons[i]);
}

static void test_places(void **state)
{
    (void)state;
    static const char *const places[] = {
        "",
        "Offene Beratung Mo.-Fr. Vormittag",
        "Salle Docteur Roux",
        "Ing. Café",
        "Pr Emploi",
        "Emploi",
        "Dr",
        "Mme",
        "M.",
        "Frau und Beruf",
        "Frauen Netzwerk",
        "Club des seniors",
        "M. et patrons",
        "Madame et vous",
        "Bâtiment M",
        "Espace M Créa",
        "H&M. Visite",
        "14 p.m. Club",
        /* what only begins like a title */
        "Professions de santé",
        "Profession Infirmier",
        "Profil LinkedIn",
        "Signature Numérique",
        "Signal Emploi",
        "Msida",
        "Mrozek",
        "Dranse Emploi",
        "Srebrenica",
        "Donostia Lan",
        "Donner Envie",
        "Herrenberg",
        "Missions Locales",
        "Ingénieur Demain",
        "English Club",
        "Arbeit Frankfurt",
        /* what is something else in capitals, or without its dot or its tilde */
        "Atelier MS Office",
        "MS Excel",
        "SIG Débutants",
        "SR Innovation",
        "PR Workshop",
        "DRA Normandie",
        "Espai Dona Activa",
        "Dones i Feina",
        "Ing Bank",
        "Andrea Doria",
        "Emakumeen taldea",
    };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (found(places[i]))
            fail_msg("'%s' was taken for a person", places[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_persons),
        cmocka_unit_test(test_places),
    };
    return cmocka_run_group_tests_name("civility", tests, NULL, NULL);
}
