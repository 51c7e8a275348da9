use super::file_name;

#[test]
fn a_firm_with_any_name_names_a_file_that_every_system_takes() {
    assert_eq!(file_name("Studio Vannini"), "Studio Vannini");
    assert_eq!(file_name("A/B \\ \"C\": D*?"), "A-B - -C-- D--");
    assert_eq!(file_name("../../etc"), "..-..-etc");
    assert_eq!(file_name(" Rossi & C. S.n.c. "), "Rossi & C. S.n.c");
    assert_eq!(file_name("due\nrighe"), "due-righe");
    assert!(file_name(&"è".repeat(300)).len() <= 160);
}
