// Puts the page together: two phones, the guide, the clock, and the console in its frame.

import * as api from "./api.js";
import { DemoClock } from "./clock.js";
import { Guide } from "./guide.js";
import { Phone } from "./phone.js";
import { locale, onLanguage, speak, t } from "./words.js";

const STATE_MS = 1500;
const $ = (id) => document.getElementById(id);

const world = await api.world();
const person = (name) => world.employees.find((one) => one.name.startsWith(name));
const byId = (id) => world.employees.find((one) => one.id === Number(id));
let states = {};

const employee = new Phone($("employee"), "employee", world, { hints: employeeHints, onChoose: playEmployee });
const admin = new Phone($("admin"), "admin", world, { hints: adminHints });
const clock = new DemoClock(document.querySelector(".clock"), () => {
  enterConsole();
  refreshAll();
});
const guide = new Guide(document.querySelector(".guide"), openStep);

// What somebody still lacks before the first check-in.
function employeeHints(phone) {
  const state = states[phone.person.id];
  if (!state) return [];
  if (!state.bound) {
    const code = state.code && `/start ${state.code}`;
    return [
      ...(code ? [{ label: t("hint-start", { text: code }), text: code }] : []),
      { label: t("hint-new-code"), act: () => phone.do(() => api.newCode(phone.person.id)).then(refreshState) },
    ];
  }
  const lacking = state.enrolled ? [] : [{ label: t("hint-ask-admin"), act: () => enrolFrom(phone.person) }];
  return [...lacking, ...languageHint(state)];
}

// The bot speaks the language of the account, which only the account itself can change.
function languageHint(state) {
  return !state?.language || state.language === locale() ? [] : [{ label: t("hint-language"), text: "/bahasa" }];
}

function adminHints() {
  const wanted = [employee.person, person("Grace")].find((one) => one && states[one.id] && !states[one.id].enrolled);
  const enrol = wanted ? [{ label: t("hint-enrol", { name: wanted.name.split(" ")[0], text: `/rekam ${wanted.nip}` }), text: `/rekam ${wanted.nip}` }] : [];
  return [...enrol, { label: "/konsol", text: "/konsol" }, ...languageHint(states[world.admin.id])];
}

function enrolFrom(someone) {
  showTab("admin");
  admin.say(`/rekam ${someone.nip}`);
}

function playEmployee(id) {
  employee.play(byId(id));
  admin.know(states);
}

function openStep(step) {
  const isAdmins = step === "enrolled";
  if (!isAdmins) playEmployee(person(step === "checked_in" || step === "checked_out" ? "Eileen" : "Grace").id);
  showTab(isAdmins ? "admin" : "employee");
  (isAdmins ? admin : employee).lightUp();
}

function showTab(tab) {
  document.body.dataset.tab = tab;
  for (const button of document.querySelectorAll(".tabs button")) button.setAttribute("aria-pressed", button.dataset.tab === tab);
}

// A session of the console ends by the demo's clock, and so does a link to it: after each setting we enter again.
let entering = 0;
async function enterConsole() {
  const mine = ++entering;
  try {
    const { path } = await api.openConsole();
    const entered = await fetch(path, { method: "POST" });
    if (mine !== entering) return;
    if (!entered.ok) throw new api.Problem("broken");
    $("console").src = "/konsol";
  } catch {
    setTimeout(() => mine === entering && enterConsole(), 2000);
  }
}

async function refreshState() {
  try {
    const state = await api.state();
    states = state.people;
    clock.hear(state.now);
    guide.know(state.steps);
    employee.know(states);
    admin.know(states);
  } catch {
    // The phones say that nobody answers.
  }
}

function refreshAll() {
  refreshState();
  employee.refresh();
  admin.refresh();
}

// Seluma: printed photos of several people of Dinas Ketat, one after the other; then what the admin sees of them.
const PRINTS = 3;

async function attack() {
  const how = $("attack-how");
  $("attack").disabled = true;
  try {
    let told;
    for (let print = 0; print < PRINTS; print += 1) {
      const { member, command } = await api.nextAttack();
      playEmployee(member);
      showTab("employee");
      how.textContent = t("attack-plays", { name: byId(member).name });
      await api.playAttack(member);
      told = command;
    }
    if (told) admin.say(told);
    how.textContent = t("attack-played");
  } catch (problem) {
    how.textContent = t(`p-${problem.key ?? "broken"}`);
  }
  $("attack").disabled = false;
}

$("attack").addEventListener("click", attack);
for (const button of document.querySelectorAll("[data-language]")) button.addEventListener("click", () => speak(button.dataset.language));
for (const button of document.querySelectorAll(".tabs button")) button.addEventListener("click", () => showTab(button.dataset.tab));
onLanguage(refreshAll);
playEmployee(person("Eileen").id);
admin.play(world.admin);
showTab("employee");
speak(locale());
enterConsole();
refreshState();
setInterval(() => document.hidden || refreshState(), STATE_MS);
