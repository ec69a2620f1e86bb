// Within the pack's page: looks at every picture, plays every film and sound, and names every link.
async () => {
  const seen = { broken: [], films: [], sounds: [], pictures: [], links: [] };
  const look = async (source, name) => {
    const image = new Image();
    image.src = source;
    await image.decode().then(() => seen.pictures.push(name), () => seen.broken.push(name + ": not shown"));
  };
  const play = async (medium, start, stop, kind) => {
    const name = medium.getAttribute("src");
    const moves = new Promise(resolve => {
      setTimeout(() => resolve(false), 20000);
      medium.addEventListener("timeupdate", () => { if (medium.currentTime > 0) resolve(true); });
    });
    medium.muted = true;
    start();
    if (await moves) seen[kind].push(name); else seen.broken.push(name + ": does not play");
    stop();
  };
  for (const image of document.querySelectorAll("img")) await look(image.src, image.getAttribute("src"));
  for (const tile of document.querySelectorAll("[style*=background-image]")) {
    const source = getComputedStyle(tile).backgroundImage.slice(5, -2);
    await look(source, source);
  }
  for (const video of document.querySelectorAll("video")) await play(video, () => video.play(), () => video.pause(), "films");
  for (const track of document.querySelectorAll(".track")) {
    const press = () => track.querySelector("button").click();
    await play(track.querySelector("audio"), press, press, "sounds");
  }
  const links = [...document.querySelectorAll("a[href]")].map(link => link.getAttribute("href"));
  seen.links = [...new Set(links.filter(link => !link.startsWith("#")).map(decodeURIComponent))];
  return seen;
}
