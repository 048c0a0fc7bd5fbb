#!/usr/bin/python3
# SPDX-License-Identifier: MPL-2.0
"""Plans for the scan forge (samples/README.md#plans) that train, calibrate and test the reading
of text: pages in which every text field is filled, so that a few hundred pages hold thousands of
fields. The test part has other words, other seeds and other typefaces than the rest: an even
place in a list of words below is for training and calibration, an odd one for the test.

    text_plans.py FOLDER [--scale 1.0]
"""
import argparse
import json
import pathlib
import random

FIRST = """Åge Mette Jens Sofie Bo Kirsten Søren Bjørk Ågot Lærke Niels Jørgen Hanne Ægir Øyvind
Malthe Karen Asger Rasmus Solvej Birthe Inger Torben Ditte Esben Grethe Viggo Pernille Ib Ea Ole
Iben Lis Ulla Jytte Erik Kaj Gunnar Tove Aase Finn Bente Poul Else Svend Ruth Knud Ellen Villy
Bodil Henning Lilian Preben Yrsa Johannes Agnes Frederik Ida Magnus Freja Mikkel Emma Oliver Alma
Noah Clara William Nora Elias Maja Lucas Anna Oscar Laura Alfred Josefine Malou Storm Liva Thor
Frida Carl Isabella Valdemar Ellie Theo Olivia August Asta Victor Luna Anton Merle Birk Vigga Aya
Zeynep Ali Fatima Omar Xenia Quentin Wilma Walther""".split()
LAST = """Sørensen Kjær Østergård Nørgaard Jørgensen Hansen Bjærgård Rasmussen Ågård Møller
Frederiksen Thygesen Dam Vestergaard Brøndum Lynge Kirkegaard Poulsen Nielsen Jensen Pedersen
Andersen Christensen Larsen Olsen Thomsen Johansen Knudsen Mortensen Jakobsen Mikkelsen Lund Holm
Schmidt Eriksen Kristensen Clausen Simonsen Svendsen Andreasen Iversen Laursen Mogensen Juhl
Dalsgaard Bertelsen Overgaard Bach Friis Krogh Lassen Winther Toft Hedegaard Bang Skov Ravn Steen
Kruse Dideriksen Villadsen Abildgaard Enevoldsen Carlsen Bisgaard Ipsen Høj Wulff Egebjerg Quist
Axelsen Zachariassen Øllgaard Ægidius Åkjær Illum Lillelund Birkelund Tøttrup Vinding""".split()
STREET = """Ridehusgade|Ærøvej|Kongensgade|Nørregade|Søndre Allé|Åboulevarden|Skovbrynet
H.C. Andersens Vej|Møllebakken|Østre Ringvej|Kirkestræde|Fasanvænget|Vestergade|Gl. Kongevej
Algade|Jernbanegade|Lillevej|Tværgade|Birkevej|Elmegade|Strandvejen|Lindevej|Havnegade|Bygaden
Skolevej|Stationsvej|Industrivej|Parkvej|Engvej|Lærkevej|Rosenvænget|Bøgevej|Granvej|Mosevej
Nygade|Torvet|Ved Åen|Sdr. Boulevard|Dronning Margrethes Vej|Chr. Winthers Vej|Kløvervænget
Solsikkevej|Hyldegårdsvej|Ellekær|Åkandevej|Præstemarken|Filosofgangen|Klosterstræde|Langelinie
Ole Rømers Vej|Store Kannikestræde|Illerupvej|Allégade|Willemoesgade|Frederiks Allé|Ibsensvej
Østerbrogade|Absalonsgade|Øksnebjergvej|Ugleparken|Dyrehavevej|Tolderlundsvej|Jyllandsgade
Fynsvej|Nordre Fasanvej|Kærgårdsvej|Vindegade|Munkebjergvej|Æblehaven|Poppelvej""".replace(
    "\n", "|").split("|")
CITY = """Odense C|Svendborg|Esbjerg|Aarhus C|Aalborg|Køge|Rønne|Aabenraa|København S|Nykøbing F
Nyborg|Vejle|Kolding|Fredericia|Middelfart|Assens|Faaborg|Ringe|Kerteminde|Bogense|Otterup
Horsens|Silkeborg|Viborg|Herning|Holstebro|Randers C|Hjørring|Skagen|Thisted|Sønderborg|Tønder
Haderslev|Ribe|Varde|Næstved|Slagelse|Roskilde|Holbæk|Kalundborg|Hillerød|Helsingør|Hørsholm
Lyngby|Ballerup|Frederiksberg C|Brøndby|Ishøj|Vordingborg|Maribo|Nakskov|Ærøskøbing|Øster Ulslev
Ølgod|Årslev|Ebeltoft|Grenaa|Skive|Lemvig|Struer|Ikast|Billund|Vojens|Gråsten|Løgumkloster
Allinge|Store Heddinge|Solrød Strand|Valby|Vanløse|Brabrand|Åbyhøj|Egå|Ødsted""".replace(
    "\n", "|").split("|")
WORDS = """Medicin|Fodpleje|Høreapparat|Nye briller|Flytning|Tandlæge|Legat|Lejeindtægt|Indbo
Ulykke|Hund|Bil|Udbytte|Ratepension|Børnebidrag|Kontingent|Internet|Transport|Begravelse|Varme
Familieforsikring|Husforsikring|Rejse|Cykel|Fuldmagt 2026|Renter|Plejevederlag|Aviser|Vask
Fysioterapi|Sommerhus|Kat|Licens|Fagforening|Studielån|Afdrag på gæld|Pleje af grav|Licitation
Elregning|Nyt køleskab|Hjælpemidler|Ældrecheck|Ørelæge|Åreknuder|Bidrag|Livrente""".replace(
    "\n", "|").split("|")
REASONS = """Jeg søger om støtte til medicin|Min pension rækker ikke til nye briller
Udgiften til tandlæge er meget høj|Vi har haft store udgifter til varme i vinter
Jeg er blevet alene og kan ikke betale|Lægen har anbefalet behandlingen
Jeg har fået nyt høreapparat og skal selv betale|Opsparingen er brugt på flytningen
Fodpleje hver sjette uge på grund af sukkersyge|Køleskabet er gået i stykker og må skiftes
""".strip().replace("\n", "|").split("|")
HOSTS = """example.dk|example.com|example.org|mail.example.dk|post.example.com|ny.example.org
fynnet.example|web-mail.example|jubii.example.dk|lille.example.net""".replace("\n", "|").split("|")
ASCII = str.maketrans({"æ": "a", "ø": "o", "å": "a", "é": "e", "Æ": "a", "Ø": "o", "Å": "a"})

TYPED = {
    False: ["Liberation Sans", "Liberation Serif", "Nimbus Mono PS", "C059", "Noto Sans Mono",
            "URW Bookman", "DejaVu Sans"],
    True: ["Nimbus Roman", "P052", "Liberation Mono", "DejaVu Serif", "Nimbus Sans",
           "DejaVu Sans Mono"],
}
WRITTEN = {False: ["Breip", "DkgHandwriting", "Comic Neue"], True: ["Klee One", "femkeklaver"]}
PARTS = {"train": 1, "calibrate": 2, "test": 3}
# Pairs of applications (40 text fields on 4 pages) by part.
TYPED_PAIRS = {"train": 28, "calibrate": 22, "test": 25}
WRITTEN_PAIRS = {"train": 6, "calibrate": 4, "test": 8}


class Words:
    def __init__(self, seed, is_test):
        self.dice = random.Random(seed)
        self.is_test = is_test

    def pick(self, words):
        return self.dice.choice(words[1::2] if self.is_test else words[::2])

    def last(self):
        name = self.pick(LAST)
        return name + "-" + self.pick(LAST) if self.dice.random() < 0.12 else name

    def full_name(self):
        middle = [self.pick(LAST)] if self.dice.random() < 0.2 else []
        return " ".join([self.pick(FIRST)] + middle + [self.last()])

    def house_number(self):
        number = str(self.dice.randint(1, 999 if self.dice.random() < 0.2 else 199))
        return number + (self.dice.choice("ABCDEFGHKLMNPRST") if self.dice.random() < 0.3 else "")

    def door(self):
        return self.dice.choice(["tv", "th", "mf", "tv", "th", str(self.dice.randint(1, 40))])

    def email(self):
        first = self.pick(FIRST).lower().translate(ASCII)
        last = self.pick(LAST).lower().translate(ASCII)
        local = self.dice.choice([first + "." + last, first + "_" + last, first[0] + last,
                                  first + str(self.dice.randint(0, 99)), first[:2] + last[:2],
                                  last + "-" + first, first + last + str(self.dice.randint(1, 9))])
        return local + "@" + self.dice.choice(HOSTS)

    def value(self, field):
        name = field.split("_", 1)[-1] if field.startswith(("udlejer_", "aegtefaelle_")) else field
        if name == "fornavn":
            return self.pick(FIRST)
        if name == "mellemnavn":
            return self.pick(LAST)
        if name == "efternavn":
            return self.last()
        if name.endswith("navn") and name not in ("vejnavn", "bynavn", "fuldmagt_dokumentnavn"):
            return self.full_name()
        return {
            "vejnavn": lambda: self.pick(STREET), "bynavn": lambda: self.pick(CITY),
            "husnummer": self.house_number, "doer": self.door, "email": self.email,
            "etage": lambda: self.dice.choice(["st", "kl", str(self.dice.randint(1, 20))]),
            "begrundelse_ansoegning": lambda: self.pick(REASONS),
        }.get(name, lambda: self.pick(WORDS))()


BENEFIT = """fornavn mellemnavn efternavn email vejnavn husnummer etage doer bynavn partner_navn
husstand.1.navn husstand.2.navn husstand.3.navn husstand.4.navn udlejer_navn udlejer_vejnavn
udlejer_husnummer udlejer_bynavn""".split()
SUPPLEMENT = """fornavn mellemnavn efternavn email aegtefaelle_fornavn aegtefaelle_mellemnavn
aegtefaelle_efternavn formaal begrundelse_ansoegning fuldmagt_dokumentnavn""".split() + [
    person + field for person in ("borger_", "aegtefaelle_") for field in (
        "indtaegt_andet1_titel", "indtaegt_andet2_titel", "udgift_forsikring1_titel",
        "udgift_forsikring2_titel", "udgift_andet1_titel", "udgift_andet2_titel")]
MARKS = {"boligstoette": {"civilstand": ["enlig", "gift", "samlevende", "separeret", "enke"],
                          "pensionist": ["ja", "nej"], "studerende_su": ["ja", "nej"],
                          "boligform": ["lejebolig", "vaerelse", "andelsbolig", "ejerbolig"],
                          "toilet": ["ja", "nej"], "bad": ["ja", "nej"], "koekken": ["ja", "nej"],
                          "fremleje": ["ja", "nej"], "plejehjem": ["ja", "nej"],
                          "statsborgerskab": ["dansk", "eu_eoes", "andet"],
                          "husstand.1.relation": ["aegtefaelle", "samlever", "barn", "anden"],
                          "husstand.2.relation": ["aegtefaelle", "samlever", "barn", "anden"],
                          "husstand.3.delt_ophold": ["ja", "nej"]},
         "sp501": {"civilstand": ["enlig", "gift", "samlevende"], "erklaering": ["ja"],
                   "boform": ["lejebolig", "andelsbolig", "ejerbolig"],
                   "sygeforsikring_gruppe": ["gruppe_1", "gruppe_2", "gruppe_5", "gruppe_e"]}}


def sheet(form, fields, words, family, script):
    values = {field: words.value(field) for field in fields}
    for field, choices in MARKS[form].items():
        if words.dice.random() < 0.75:
            values[field] = words.dice.choice(choices)
    if words.dice.random() < 0.5:
        values["underskrift" if form == "sp501" else "udlejer_underskrift"] = "ja"
    plan = {"form": form, "script": script, "family": family, "values": values}
    return dict(plan, left_out=[3]) if form == "boligstoette" else plan


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--scale", type=float, default=1.0)
    options = arguments.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    grades = ["office", "fax", "photo", "office_grey"]
    for part, number in PARTS.items():
        for script, pairs, families in (("typed", TYPED_PAIRS, TYPED),
                                        ("written", WRITTEN_PAIRS, WRITTEN)):
            for grade in grades if script == "typed" else grades[:3]:
                for i in range(max(1, round(pairs[part] * options.scale))):
                    seed = number * 100000 + grades.index(grade) * 10000 + i * 10 + (
                        5 if script == "written" else 0)
                    is_test = part == "test"
                    words = Words(seed, is_test)
                    family = families[is_test][i % len(families[is_test])]
                    plan = {"seed": seed, "grade": grade, "sheets": [
                        sheet("boligstoette", BENEFIT, words, family, script),
                        sheet("sp501", SUPPLEMENT, words, family, script)]}
                    name = f"{part}-{script}-{grade}-{i:03}.json"
                    (options.folder / name).write_text(json.dumps(plan, ensure_ascii=False))


if __name__ == "__main__":
    main()
