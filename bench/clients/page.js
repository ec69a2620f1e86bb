// Within the pack's page: looks at every picture, follows no link but names it, and plays every film and sound.
async () => {
  const broken = [], played = [], images = [];
  const settled = (medium, seconds) => new Promise(resolve => {
    const late = setTimeout(() => resolve(false), 1000 * seconds);
    medium.addEventListener("timeupdate", () => {
      if (medium.currentTime > 0) { clearTimeout(late); resolve(true); }
    });
  });
  for (const image of document.querySelectorAll("img")) {
    image.loading = "eager";
    images.push(image.getAttribute("src"));
    await image.decode().catch(() => broken.push(image.getAttribute("src") + ": not shown"));
  }
  for (const tile of document.querySelectorAll("[style*=background-image]")) {
    const image = new Image();
    image.src = getComputedStyle(tile).backgroundImage.slice(5, -2);
    images.push(image.src);
    await image.decode().catch(() => broken.push(image.src + ": not shown"));
  }
  for (const video of document.querySelectorAll("video")) {
    video.muted = true;
    const moves = settled(video, 20);
    await video.play().catch(() => {});
    (await moves ? played : broken).push(video.getAttribute("src") + (video.currentTime ? "" : ": does not play"));
    video.pause();
    video.currentTime = 0;
  }
  for (const track of document.querySelectorAll(".track")) {
    const button = track.querySelector("button"), audio = track.querySelector("audio");
    audio.muted = true;
    const moves = settled(audio, 20);
    button.click();
    (await moves ? played : broken).push(track.dataset.name + (audio.currentTime ? "" : ": does not play"));
    button.click();
    audio.currentTime = 0;
  }
  const hrefs = [...document.querySelectorAll("a[href]")].map(link => link.getAttribute("href"));
  const links = [...new Set(hrefs.filter(href => !href.startsWith("#")).map(decodeURIComponent))];
  return { broken, played, images, links };
}
