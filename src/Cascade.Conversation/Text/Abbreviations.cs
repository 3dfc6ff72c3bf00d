namespace Cascade.Dialogue;

/// <summary>Words that a full stop follows without an end: English, German, French, Spanish. Written without the last full stop.</summary>
internal static class Abbreviations
{
    /// <summary>Gets titles and words that something always follows.</summary>
    public static HashSet<string> NeverEnd { get; } = Of(
        "Mr Mrs Ms Mx Dr Drs Prof Rev Fr Hon Gen Col Capt Lt Sgt Maj Cmdr Adm Gov Sen Rep Pres St Ste Mt Messrs vs v cf e.g i.e eg ie approx ca viz al",
        "z.B d.h u.a i.d.R o.ä m.E u.U s.o s.u bzw ggf evtl inkl exkl zzgl sog vgl Hr Fr Hrn Dipl-Ing Ing Mag Bsp bspw insb bes geb gest Str",
        "M MM Mme Mmes Mlle Mlles Me Mgr Pr p.ex env av apr c.-à-d",
        "Sr Sra Sres Sras Srta D Da Dña Dr Dra Ud Uds Vd Vds Lic Excmo p.ej aprox Avda Prof Profa");

    /// <summary>Gets words that are abbreviations only before a number: "No. 5", but "I said no. Then".</summary>
    public static HashSet<string> BeforeNumber { get; } = Of(
        "No Nos no p pp Fig Figs fig Vol vol Ch ch Sec sec Art art Eq eq Ex ex",
        "Nr Nrn S Abs Kap Bd Abb Tab Tel Ziff",
        "n núm Núm pág págs cap Cap tel");

    /// <summary>Gets abbreviations that may be the last word of a sentence: an upper-case word after them begins the next one.</summary>
    public static HashSet<string> MayEnd { get; } = Of(
        "etc Inc Ltd Co Corp Jr Esq a.m p.m A.M P.M am pm B.C A.D Ph.D M.D B.A M.A D.C Ave Blvd Rd dept est min max hr hrs",
        "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun",
        "usw usf u.ä Chr v.Chr n.Chr Std Mio Mrd Tsd",
        "J.-C S.A S.L EE.UU a.C d.C");

    /// <summary>Gets the words after which a number with a full stop is an ordinal in German.</summary>
    public static HashSet<string> AfterOrdinal { get; } = Of(
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember Jänner",
        "Jahrhundert Jahrhunderts Weltkrieg Weltkriegs Klasse Stock Etage Platz Rang Mal Tag Tages Woche Monat Geburtstag Kapitel Auflage Liga Runde Sitzung Juni");

    /// <summary>Gets words that begin a sentence more often than they are a part of a name.</summary>
    public static HashSet<string> Starters { get; } = Of(
        "The A An He She It They We You I This That These Those There But And So Or In On At If When What Who Why How Where My Your His Her Its Our Their Is Are Do Does Did Can",
        "Der Die Das Ein Eine Er Sie Es Wir Ihr Ich Aber Und Wenn Was Wer Wo Wie In",
        "Le La Les Un Une Il Elle Ils Nous Vous Je Mais Et Ce Cela",
        "El Los Las Una Ella Ellos Nosotros Yo Pero Y Esto");

    private static HashSet<string> Of(params string[] lines) => [.. lines.SelectMany(line => line.Split(' '))];
}
